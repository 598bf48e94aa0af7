import * as z from "zod";
import { pageQuerySchema } from "@/lib/pagination";
import { SCOPES } from "@/lib/scopes";
import { instantSchema, storableText } from "@/lib/wire-types";

export const TOKEN_STATUSES = ["active", "expired", "revoked"] as const;

export const tokenSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    prefix: z
      .string()
      .meta({ description: "The first characters, to recognise a token by.", example: "rpl_at_ab12" }),
    lastFour: z.string(),
    status: z.enum(TOKEN_STATUSES),
    createdBy: z.object({ id: z.int(), name: z.string() }),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable(),
    lastUsedIp: z.string().nullable(),
    lastUsedRoute: z.string().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Token" });

export const createTokenSchema = z.strictObject({
  name: storableText().trim().min(1, "Name the token after what will use it.").max(120),
  scopes: z.array(z.enum(SCOPES)).min(1, "Choose at least one scope.").max(SCOPES.length),
  expiresAt: instantSchema
    .refine((value) => Date.parse(value) > Date.now(), "The expiry must be in the future.")
    .nullish(),
});

export const createdTokenSchema = tokenSchema
  .extend({ token: z.string().meta({ description: "The token itself. Shown in this answer only." }) })
  .meta({ id: "CreatedToken" });

export const listTokensQuerySchema = pageQuerySchema.extend({
  status: z.enum(TOKEN_STATUSES).optional(),
  q: storableText().trim().max(120).optional(),
});

export type Token = z.output<typeof tokenSchema>;
export type CreateToken = z.output<typeof createTokenSchema>;
export type CreatedToken = z.output<typeof createdTokenSchema>;
export type ListTokensQuery = z.output<typeof listTokensQuerySchema>;
