import * as z from "zod";
import { TOKEN_STATUSES, USAGE_DAYS_DEFAULT } from "@/features/tokens/statuses";
import { networkSchema } from "@/lib/allow-list";
import { overlapSecondsSchema } from "@/lib/overlap";
import { DEFAULT_OVERLAP_SECONDS } from "@/lib/overlap-seconds";
import { pageQuerySchema } from "@/lib/pagination";
import { SCOPES } from "@/lib/scopes";
import { instantSchema, numericIdSchema, storableText } from "@/lib/wire-types";

export const NETWORKS_MAX = 50;
const USAGE_DAYS_MAX = 365;

export const tokenSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    prefix: z
      .string()
      .meta({ description: "The first characters, to recognise a token by.", example: "rpl_at_ab12" }),
    lastFour: z.string(),
    status: z.enum(TOKEN_STATUSES).meta({
      description:
        "`expiring`: within 14 days. `overlap`: rotated, and the token before it still works. All but `expired` and `revoked` are accepted.",
    }),
    createdBy: z.object({ id: z.int(), name: z.string() }).meta({
      description: "Whose token it is: it never does more than this person may at the moment of a call.",
    }),
    allowedCidrs: z
      .array(z.string())
      .meta({ description: "Networks and addresses it may be used from; empty means anywhere." }),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable(),
    lastUsedIp: z.string().nullable(),
    lastUsedRoute: z.string().nullable(),
    isUnused: z.boolean().meta({
      description: "Accepted, but not used for 30 days, or never in the 7 days or more since it was created.",
    }),
    awaitsReveal: z.boolean().meta({
      description:
        "Handed over to its owner, who was not shown its secret yet: `POST …/reveal` shows it. Until then only the old one works, if any.",
    }),
    previousLastFour: z
      .string()
      .nullable()
      .meta({ description: "During an overlap: the end of the token before the rotation." }),
    previousExpiresAt: z.iso.datetime().nullable().meta({ description: "When the overlap ends." }),
    previousLastUsedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Token" });

const nameSchema = storableText().trim().min(1, "Name the token after what will use it.").max(120);

const scopesSchema = z
  .array(z.enum(SCOPES))
  .min(1, "Choose at least one scope.")
  .max(SCOPES.length)
  .meta({ description: "`team:write` only reads: a token never changes people." });

const futureSchema = instantSchema.refine(
  (value) => Date.parse(value) > Date.now(),
  "The expiry must be in the future.",
);

const networksSchema = z
  .array(networkSchema)
  .max(NETWORKS_MAX, `List at most ${NETWORKS_MAX} networks.`)
  .meta({ description: "Networks in CIDR form and single addresses, IPv4 or IPv6; empty means anywhere." });

export const createTokenSchema = z
  .strictObject({
    name: nameSchema,
    scopes: scopesSchema,
    expiresAt: futureSchema.nullish(),
    allowedCidrs: networksSchema.optional(),
  })
  .meta({
    id: "CreateToken",
    example: {
      name: "CI",
      scopes: ["events:write"],
      expiresAt: "2030-01-01T00:00:00Z",
      allowedCidrs: ["203.0.113.0/24"],
    },
  });

export const updateTokenSchema = z
  .strictObject({
    name: nameSchema,
    scopes: scopesSchema,
    expiresAt: futureSchema.nullable().meta({ description: "null: never expires." }),
    allowedCidrs: networksSchema,
  })
  .partial()
  .meta({ id: "UpdateToken", example: { scopes: ["events:write", "deliveries:read"] } });

export const rotateTokenSchema = z
  .strictObject({
    overlapSeconds: overlapSecondsSchema,
  })
  .meta({ id: "RotateToken", example: { overlapSeconds: DEFAULT_OVERLAP_SECONDS } })
  .prefault({});

const shownOnce = z.string().meta({ description: "The token itself. Shown in this answer only." });

/** What creating and rotating answer. */
export const createdTokenSchema = tokenSchema.extend({ token: shownOnce }).meta({ id: "CreatedToken" });

export const listTokensQuerySchema = pageQuerySchema.extend({
  status: z.enum(TOKEN_STATUSES).optional(),
  q: storableText().trim().max(120).optional().meta({ description: "Part of the name." }),
  owner: z
    .union([z.literal("me"), z.coerce.number().pipe(numericIdSchema)])
    .optional()
    .meta({ description: "A user's id, or `me`." }),
  scope: z.enum(SCOPES).optional().meta({ description: "Only tokens that grant it; write includes read." }),
  unused: z.enum(["true", "false"]).optional().meta({ description: "By `isUnused`." }),
  awaitsReveal: z.enum(["true", "false"]).optional().meta({ description: "By `awaitsReveal`." }),
});

export const tokenUsageQuerySchema = z.object({
  days: z.coerce.number().int().min(1).max(USAGE_DAYS_MAX).default(USAGE_DAYS_DEFAULT),
});

export const tokenUsageSchema = z
  .object({
    data: z
      .array(z.object({ day: z.iso.date(), requests: z.int() }))
      .meta({ description: "Calls per UTC day, oldest first, up to today." }),
  })
  .meta({ id: "TokenUsage" });

export type Token = z.output<typeof tokenSchema>;
export type CreateToken = z.output<typeof createTokenSchema>;
export type UpdateToken = z.output<typeof updateTokenSchema>;
export type RotateToken = z.output<typeof rotateTokenSchema>;
export type CreatedToken = z.output<typeof createdTokenSchema>;
export type ListTokensQuery = z.output<typeof listTokensQuerySchema>;
export type TokenUsage = z.output<typeof tokenUsageSchema>;
