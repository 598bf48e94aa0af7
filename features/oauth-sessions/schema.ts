import * as z from "zod";
import { OAUTH_SCOPES, SESSION_END_REASONS, SESSION_ORIGINS } from "@/db/enums";
import { SESSION_STATUSES } from "@/features/oauth-sessions/statuses";
import { pageQuerySchema } from "@/lib/pagination";
import { storableText } from "@/lib/wire-types";

/** What the API reference shows. */
const EXAMPLE = {
  id: "01960590-6a3e-7b19-9c55-0f8d21e4a6b7",
  client: {
    id: "01960584-9d20-7e5a-b1c7-44a0f2d8c613",
    clientId: "app_4f1c9a7e0d3b48a28f6c5e7b90d1a2c3",
    name: "Troubleshooter",
  },
  customer: {
    id: "01960580-1d80-7c44-8a02-3b6f90d4e2c7",
    name: "Dana Whitfield",
    email: "dana@whitfield-prints.example",
  },
};

export const oauthSessionSchema = z
  .object({
    id: z.uuid().meta({ example: EXAMPLE.id }),
    client: z
      .object({ id: z.uuid(), clientId: z.string(), name: z.string() })
      .meta({ description: "The app.", example: EXAMPLE.client }),
    customer: z
      .object({ id: z.uuid(), name: z.string().nullable(), email: z.string() })
      .meta({ description: "Who granted it, and the address of their account.", example: EXAMPLE.customer }),
    host: z.string().nullable().meta({
      description: "The site that was connected. A device says this of itself, so it proves nothing there.",
      example: "shop.whitfield-prints.example",
    }),
    origin: z.enum(SESSION_ORIGINS).meta({ description: "How it was connected." }),
    scopes: z.array(z.enum(OAUTH_SCOPES)),
    status: z.enum(SESSION_STATUSES).meta({
      description:
        "`ended`: somebody or something ended it; `endReason` says what. `expired`: not used for too long, or at its longest.",
    }),
    endReason: z.enum(SESSION_END_REASONS).nullable().meta({
      description:
        "`customer`, `admin`, `client` for the app itself, `reuse` when a spent code or token came again, `account` when its password was reset or the customer erased.",
    }),
    ip: z.string().nullable().meta({ description: "Where it was used from last." }),
    userAgent: z.string().nullable(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().meta({ description: "When it ends unless it is used before." }),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "OAuthSession" });

export const listOAuthSessionsQuerySchema = pageQuerySchema.extend({
  clientId: storableText()
    .max(100)
    .optional()
    .meta({ description: "Only of this app, by its `id` or `clientId`." }),
  customerId: z.uuid().optional(),
  status: z.enum(SESSION_STATUSES).optional(),
  q: storableText().trim().max(120).optional().meta({
    description: "Part of the customer's name or address, or of the host.",
  }),
});

export type OAuthSession = z.output<typeof oauthSessionSchema>;
export type ListOAuthSessionsQuery = z.output<typeof listOAuthSessionsQuerySchema>;
