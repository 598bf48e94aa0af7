import * as z from "zod";
import { DELIVERY_FORMATS, SUBSCRIPTION_LEVELS, SUBSCRIPTION_STATUSES } from "@/db/enums";
import { filterSchema, storedFilterSchema } from "@/features/event-filter/schema";
import { verificationFields, verificationSchema } from "@/features/handshake/schema";
import { healthSchema } from "@/features/subscriptions/health-schema";
import { retryPolicySchema } from "@/features/subscriptions/retry-policy-schema";
import { DIALECTS } from "@/lib/dialect";
import { overlapSecondsSchema } from "@/lib/overlap";
import { DEFAULT_OVERLAP_SECONDS } from "@/lib/overlap-seconds";
import { pageQuerySchema } from "@/lib/pagination";
import { numericIdSchema, storableText } from "@/lib/wire-types";

/** What the API reference shows. */
const EXAMPLE = {
  id: "01960584-9d20-7e5a-b1c7-44a0f2d8c613",
  name: "Warehouse",
  targetUrl: "https://example.com/webhooks/replify",
  eventTypes: ["ticket.created", "chat.*"],
};

export const subscriptionSchema = z
  .object({
    id: z.uuid().meta({ example: EXAMPLE.id }),
    organizationId: z.int(),
    name: z.string().meta({ example: EXAMPLE.name }),
    targetUrl: z.string().meta({
      description: "Without subscriptions:write the values of its query are masked.",
      example: EXAMPLE.targetUrl,
    }),
    eventTypes: z.array(z.string()).meta({
      description: "Names of event types, or wildcards: ticket.* or *",
      example: EXAMPLE.eventTypes,
    }),
    format: z.enum(DELIVERY_FORMATS).meta({ description: "How its deliveries look.", example: "replify" }),
    hasSecret: z.boolean().meta({
      description: "Whether its deliveries are signed. rotate-secret makes a secret where there is none.",
      example: true,
    }),
    isActive: z.boolean().meta({ description: "Whether status is active.", example: true }),
    previousSecretExpiresAt: z.iso.datetime().nullable().meta({
      description: "Until when deliveries carry the signature of the secret before, too; null without one.",
    }),
    status: z.enum(SUBSCRIPTION_STATUSES),
    statusReason: z
      .string()
      .nullable()
      .meta({ description: "Who paused it and why, or why it was disabled." }),
    statusChangedAt: z.iso.datetime().nullable(),
    keepsHeld: z.boolean().meta({
      description:
        "It was resumed with `held: keep`, and of what it held then something waits until somebody decides about it.",
      example: false,
    }),
    heldEvents: z.int().meta({ description: "Events that wait for it, counted up to 1000.", example: 0 }),
    newestHeldId: z.uuid().nullable().meta({
      description: "The delivery of the last event that waits; null when none does.",
      example: null,
    }),
    ...verificationFields,
    subscriptionLevel: z.enum(SUBSCRIPTION_LEVELS),
    teamIds: z.array(z.int()).meta({ example: [] }),
    sequenceIds: z.array(z.int()).meta({ example: [] }),
    accountId: z.int().nullable(),
    filter: storedFilterSchema.nullable().meta({ description: "null: nothing is left out." }),
    retryPolicy: retryPolicySchema,
    retryDelaysSeconds: z.array(z.int()).meta({
      description: "The wait before each retry that the policy comes to.",
      example: [5, 30, 120, 600, 1800],
    }),
    headerNames: z.array(z.string()).meta({
      description: "Names of the extra request headers; values are not shown.",
      example: ["X-Shop"],
    }),
    maxInFlight: z.int().meta({ description: "How many deliveries are sent to it at once.", example: 32 }),
    health: healthSchema,
    dialect: z
      .enum(DIALECTS)
      .nullable()
      .meta({ description: "Of which other system's API it was made through; null for our own." }),
    createdBy: z.object({ id: z.int(), name: z.string() }).meta({
      description: "Its owner: who made it, or took it over. It is sent what their role may read.",
      example: { id: 7, name: "Ada Lovelace" },
    }),
    ownerMissingScopes: z.array(z.string()).meta({
      description:
        "Scopes that the owner's role lacks for it; all, when they are no active member. What needs one is held until they have it or someone who has it is the owner.",
      example: [],
    }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Subscription" });

const eventTypesSchema = z
  .array(storableText().max(120))
  .min(1, "Choose at least one event.")
  .max(200)
  .meta({
    description: "Names of the catalog, or wildcards: ticket.* or *",
    example: EXAMPLE.eventTypes,
  })
  .transform((types) => [...new Set(types)]);

function noneIfNull(ids: number[] | null): number[] {
  return ids ?? [];
}

const fields = {
  name: storableText()
    .trim()
    .min(1, "Give the subscription a name.")
    .max(120)
    .meta({ description: "Left out, the host of the target." }),
  targetUrl: z.string().trim().min(1, "Enter the URL that should receive the events.").max(2048).meta({
    description:
      "An https URL on a public address. Redirects are not followed. Where the present one has answered the handshake, a new one waits in pendingTargetUrl until it does.",
  }),
  eventTypes: eventTypesSchema,
  format: z.enum(DELIVERY_FORMATS).meta({
    description:
      "How deliveries look: body, headers and signature. A change is for deliveries that are made afterwards; those that wait, and resends of older ones, keep theirs.",
  }),
  subscriptionLevel: z.enum(SUBSCRIPTION_LEVELS).meta({
    description:
      "Which events it gets: all of the organization, or only those of a team, of an account or of a sequence.",
  }),
  teamIds: z
    .array(numericIdSchema)
    .max(100)
    .nullable()
    .meta({ description: "For the level team; empty or null: events of any team." })
    .transform(noneIfNull),
  sequenceIds: z
    .array(z.int().positive())
    .max(100)
    .nullable()
    .meta({ description: "For the level sequence; empty or null: events of any sequence." })
    .transform(noneIfNull),
  accountId: numericIdSchema
    .nullable()
    .meta({ description: "For the level account, a user's id; null: its owner's, and so its caller's." }),
  filter: filterSchema.nullable().meta({
    description:
      "Conditions on the event's data, all or any of which must hold; null for none. It takes the right to read every listed event.",
  }),
  retryPolicy: retryPolicySchema,
  headers: z.record(z.string().max(200), z.string().max(2000)).meta({
    description:
      "Extra headers of each delivery, and of the handshake, up to 20. They are never shown again. While a pendingTargetUrl waits, they are for that.",
  }),
  verification: verificationSchema,
  maxInFlight: z.int().min(1).max(256).meta({ description: "How many deliveries are sent to it at once." }),
};

/** What an event is matched by. */
export const matchFields = {
  eventTypes: fields.eventTypes,
  subscriptionLevel: fields.subscriptionLevel,
  teamIds: fields.teamIds,
  sequenceIds: fields.sequenceIds,
  accountId: fields.accountId,
  filter: fields.filter,
};

const secretSchema = z
  .string()
  .min(8, "A secret of your own needs at least 8 characters.")
  .max(256, "At most 256 characters.");

export const createSubscriptionSchema = z
  .strictObject({
    name: fields.name.optional(),
    targetUrl: fields.targetUrl,
    eventTypes: fields.eventTypes,
    format: fields.format.default("replify"),
    secret: secretSchema.optional().meta({
      description:
        "Your own signing secret; left out, one is made. Not for the format rest_hooks, whose receivers know us by the value of the handshake: it has one only if you give it.",
    }),
    subscriptionLevel: fields.subscriptionLevel.default("organization"),
    teamIds: fields.teamIds.optional(),
    sequenceIds: fields.sequenceIds.optional(),
    accountId: fields.accountId.optional(),
    filter: fields.filter.optional(),
    organizationId: numericIdSchema.optional().meta({ description: "Your own organization's, if given." }),
    retryPolicy: fields.retryPolicy.default("standard"),
    headers: fields.headers.optional(),
    maxInFlight: fields.maxInFlight.optional(),
    verification: fields.verification.optional(),
  })
  .meta({
    id: "CreateSubscription",
    example: { name: EXAMPLE.name, targetUrl: EXAMPLE.targetUrl, eventTypes: EXAMPLE.eventTypes },
  });

export const updateSubscriptionSchema = z
  .strictObject({
    ...fields,
    isActive: z.boolean().meta({ description: "false pauses it, true resumes it." }),
    ownerId: numericIdSchema.meta({
      description:
        "Hands it over: the id of an active member whose role may read its events. Anyone but yourself takes team:write.",
    }),
  })
  .partial()
  .refine((input) => Object.keys(input).length > 0, "Change at least one field.")
  .meta({
    id: "UpdateSubscription",
    example: { eventTypes: ["ticket.*"], retryPolicy: { delaysSeconds: [10, 60, 600] } },
  });

const EXAMPLE_SECRET = "whsec_uXk4Zt1rB0cYw9n7dVq2HfJ3sLm6PaGe8iTxKo5QWyA=";

export const createdSubscriptionSchema = subscriptionSchema
  .extend({
    secret: z.string().nullable().meta({
      description: "The signing secret. Shown in this answer only; null where there is none.",
      example: EXAMPLE_SECRET,
    }),
  })
  .meta({ id: "CreatedSubscription" });

export const rotatedSubscriptionSchema = subscriptionSchema
  .extend({
    secret: z.string().meta({
      description: "The new signing secret. Shown in this answer only.",
      example: EXAMPLE_SECRET,
    }),
  })
  .meta({ id: "RotatedSubscription" });

export const rotateSubscriptionSecretSchema = z
  .strictObject({
    overlapSeconds: overlapSecondsSchema,
    secret: secretSchema.optional().meta({ description: "Left out, a random one is made." }),
  })
  .meta({ id: "RotateSubscriptionSecret", example: { overlapSeconds: DEFAULT_OVERLAP_SECONDS } });

const statusSchema = z.enum(SUBSCRIPTION_STATUSES);
const filterTypeSchema = storableText().max(120);

export const listSubscriptionsQuerySchema = pageQuerySchema.extend({
  status: z
    .union([statusSchema.transform((status) => [status]), z.array(statusSchema).max(10)])
    .optional()
    .meta({ description: "Repeat the parameter for several." }),
  eventType: z
    .union([filterTypeSchema.transform((type) => [type]), z.array(filterTypeSchema).max(100)])
    .optional()
    .meta({
      description: "Only those that get events of this type, by name or wildcard; repeat it for several.",
    }),
  targetUrl: storableText().trim().max(2048).optional().meta({
    description:
      "Only those with exactly this target URL. Without subscriptions:write a URL with a query finds none.",
  }),
  q: storableText().trim().max(120).optional().meta({ description: "Part of the name or target URL." }),
});

export const testSubscriptionSchema = z
  .strictObject({
    eventType: storableText()
      .max(120)
      .optional()
      .meta({ description: "Left out, the first type that the subscription gets." }),
    data: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: "Left out, the sample of the event type." }),
  })
  .meta({ id: "TestSubscription", example: { eventType: "ticket.created" } });

export type Subscription = z.output<typeof subscriptionSchema>;
export type CreateSubscription = z.output<typeof createSubscriptionSchema>;
export type UpdateSubscription = z.output<typeof updateSubscriptionSchema>;
export type CreatedSubscription = z.output<typeof createdSubscriptionSchema>;
export type RotatedSubscription = z.output<typeof rotatedSubscriptionSchema>;
export type RotateSubscriptionSecret = z.output<typeof rotateSubscriptionSecretSchema>;
export type ListSubscriptionsQuery = z.output<typeof listSubscriptionsQuerySchema>;
export type TestSubscription = z.output<typeof testSubscriptionSchema>;
