import * as z from "zod";
import { emailSchema } from "@/features/auth/schema";
import { personSchema, USER_STATUSES, userSchema } from "@/features/members/schema";
import { INVITATION_STATUSES } from "@/features/team/invitation-statuses";
import { MAX_OVERLAP_SECONDS } from "@/lib/overlap-seconds";
import { pageQuerySchema } from "@/lib/pagination";
import { ROLES } from "@/lib/roles";
import { numericIdSchema, storableText } from "@/lib/wire-types";

const MAX_INVITED_AT_ONCE = 50;
const MAX_TEAM_MEMBERS = 1000;

export const userDetailSchema = userSchema
  .extend({
    subscriptions: z.int().meta({ description: "Event subscriptions they made." }),
    tokens: z
      .array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          lastUsedAt: z.iso.datetime().nullable(),
        }),
      )
      .optional()
      .meta({ description: "Their active tokens, up to 100; present when you may read tokens." }),
  })
  .meta({ id: "UserDetail" });

export const updateUserSchema = z
  .strictObject({
    role: z.enum(ROLES).optional(),
    status: z.enum(USER_STATUSES).optional(),
    subscriptionsTo: numericIdSchema.optional().meta({
      description:
        "Id of the active user who takes their event subscriptions over. Left out, they stay, and what their owner may no longer read is held until somebody decides.",
    }),
  })
  .meta({ id: "UpdateUser", example: { role: "developer" } });

export const removeUserQuerySchema = z
  .object({
    tokens: z.literal("revoke").optional().meta({
      description: "Ends their tokens; their subscriptions become yours, unless you name somebody.",
    }),
    transferTo: z.coerce.number().pipe(numericIdSchema).optional().meta({
      description:
        "Id of the active user who gets their tokens and subscriptions. Each token gets a new secret, which its new owner asks for.",
    }),
    overlapSeconds: z.coerce.number().int().min(0).max(MAX_OVERLAP_SECONDS).optional().meta({
      description:
        "With transferTo: how long the secrets that the leaver knows go on working, 24 hours unless told; 0 ends them at once. An older overlap ends in any case.",
    }),
    subscriptionsTo: z.coerce
      .number()
      .pipe(numericIdSchema)
      .optional()
      .meta({ description: "Id of the active user who gets their subscriptions, if it is another." }),
  })
  .refine((query) => query.tokens === undefined || query.transferTo === undefined, {
    path: ["tokens"],
    message: "Give either tokens=revoke or transferTo, not both.",
  });

export const seenSecretSchema = z
  .object({
    kind: z.enum(["subscription", "incoming_webhook"]),
    id: z.uuid().meta({ description: "Of the subscription or incoming webhook." }),
    name: z.string(),
    seenBy: personSchema.meta({ description: "Who was shown the present secret, or gave it." }),
    isRotating: z.boolean().meta({ description: "It was just rotated: the one before still works." }),
  })
  .meta({ id: "SeenSecret" });

export const listSeenSecretsQuerySchema = pageQuerySchema.extend({
  userId: z.coerce.number().pipe(numericIdSchema).optional().meta({
    description: "Only what this user was shown; left out, what those know who were removed or disabled.",
  }),
});

export const invitationSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    role: z.enum(ROLES),
    status: z.enum(INVITATION_STATUSES),
    invitedBy: personSchema,
    expiresAt: z.iso.datetime(),
    acceptedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Invitation" });

export const sentInvitationSchema = invitationSchema
  .extend({
    url: z.url().meta({ description: "The link to accept it with. In this answer only." }),
  })
  .meta({ id: "SentInvitation" });

const mailedSchema = z.boolean().meta({
  description:
    "Whether links are mailed as well. False while no mail server is set up: pass them on yourself.",
});

export const sentInvitationsSchema = z
  .object({ data: z.array(sentInvitationSchema), mailed: mailedSchema })
  .meta({ id: "SentInvitations" });

export const resentInvitationSchema = sentInvitationSchema
  .extend({ mailed: mailedSchema })
  .meta({ id: "ResentInvitation" });

export const createInvitationsSchema = z
  .strictObject({
    emails: z
      .array(emailSchema)
      .min(1, "Give at least one email address.")
      .max(MAX_INVITED_AT_ONCE, `Invite up to ${MAX_INVITED_AT_ONCE} people at once.`),
    role: z.enum(ROLES),
  })
  .meta({ id: "CreateInvitations", example: { emails: ["grace@example.com"], role: "agent" } });

export const listInvitationsQuerySchema = pageQuerySchema.extend({
  status: z.enum(INVITATION_STATUSES).optional(),
});

const teamName = storableText().trim().min(1, "Name the team.").max(80, "Use at most 80 characters.");

export const createTeamSchema = z
  .strictObject({ name: teamName })
  .meta({ id: "CreateTeam", example: { name: "Billing" } });

export const updateTeamSchema = createTeamSchema
  .partial()
  .meta({ id: "UpdateTeam", example: { name: "Billing and refunds" } });

export const teamMembersSchema = z
  .strictObject({ userIds: z.array(numericIdSchema).max(MAX_TEAM_MEMBERS) })
  .meta({ id: "TeamMembers", example: { userIds: [1, 2] } });

export type UserDetail = z.output<typeof userDetailSchema>;
export type UpdateUser = z.output<typeof updateUserSchema>;
export type RemoveUserQuery = z.output<typeof removeUserQuerySchema>;
export type SeenSecret = z.output<typeof seenSecretSchema>;
export type ListSeenSecretsQuery = z.output<typeof listSeenSecretsQuerySchema>;
export type Invitation = z.output<typeof invitationSchema>;
export type SentInvitation = z.output<typeof sentInvitationSchema>;
export type SentInvitations = z.output<typeof sentInvitationsSchema>;
export type ResentInvitation = z.output<typeof resentInvitationSchema>;
export type CreateInvitations = z.output<typeof createInvitationsSchema>;
export type ListInvitationsQuery = z.output<typeof listInvitationsQuerySchema>;
export type CreateTeam = z.output<typeof createTeamSchema>;
export type UpdateTeam = z.output<typeof updateTeamSchema>;
