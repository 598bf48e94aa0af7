import * as z from "zod";
import { OAUTH_CLIENT_TYPES, OAUTH_GRANTS, OAUTH_SCOPES } from "@/db/enums";
import { OAUTH_CLIENT_DEFAULTS, REDIRECT_URIS_MAX } from "@/features/oauth-clients/defaults";
import { redirectUriProblem } from "@/features/oauth-clients/redirect-uri";
import { OAUTH_CLIENT_STATUSES } from "@/features/oauth-clients/statuses";
import { overlapSecondsSchema } from "@/lib/overlap";
import { DEFAULT_OVERLAP_SECONDS } from "@/lib/overlap-seconds";
import { pageQuerySchema } from "@/lib/pagination";
import { DAY_MS, HOUR_MS, SECOND_MS } from "@/lib/time";
import { storableText } from "@/lib/wire-types";

const HOUR_SECONDS = HOUR_MS / SECOND_MS;
const DAY_SECONDS = DAY_MS / SECOND_MS;

/** What the API reference shows. */
const EXAMPLE = {
  id: "01960584-9d20-7e5a-b1c7-44a0f2d8c613",
  name: "Troubleshooter",
  publisher: "Whitfield Prints",
  clientId: "app_4f1c9a7e0d3b48a28f6c5e7b90d1a2c3",
  redirectUris: ["https://*/wp-admin/admin.php?page=replify"],
};

const redirectUriSchema = storableText()
  .min(1, "Enter an address, or remove the row.")
  .max(2000)
  .superRefine((uri, ctx) => {
    const problem = redirectUriProblem(uri);
    if (problem !== null) ctx.addIssue({ code: "custom", message: problem });
  });

const unique = <Item>(items: Item[]) => [...new Set(items)];

const fields = {
  name: storableText()
    .trim()
    .min(1, "Give the app the name that customers know it by.")
    .max(120)
    .meta({ description: "As customers read it when they are asked for consent." }),
  publisher: storableText()
    .trim()
    .max(120)
    .transform((name) => name || null)
    .nullable()
    .meta({ description: "Who is behind the app, as customers read it." }),
  redirectUris: z
    .array(redirectUriSchema)
    .max(REDIRECT_URIS_MAX, `Give at most ${REDIRECT_URIS_MAX}.`)
    .transform(unique)
    .meta({
      description:
        "Where answers may be sent; compared character by character. https only, except `http://127.0.0.1` and `http://[::1]`, whose port is free. With `*` as its host a URI whose path starts with /wp-admin/ stands for that page of any WordPress site, also of one in a directory. Empty for an app that only connects with the device flow.",
      example: EXAMPLE.redirectUris,
    }),
  firstParty: z.boolean().meta({
    description: "May register customers and sign them in with their password itself.",
  }),
  grants: z
    .array(z.enum(OAUTH_GRANTS))
    .min(1, "Choose at least one way to connect.")
    .max(OAUTH_GRANTS.length)
    .transform(unique)
    .meta({ description: "Without `refresh_token` a connection ends with its access token." }),
  scopes: z
    .array(z.enum(OAUTH_SCOPES))
    .min(1, "Choose at least one scope.")
    .max(OAUTH_SCOPES.length)
    .transform(unique)
    .meta({ description: "The most that the app can ask for, and what it gets when it asks for none." }),
  accessTokenSeconds: z
    .int()
    .min(1)
    .max(HOUR_SECONDS, "At most an hour.")
    .meta({ description: "How long an access token works." }),
  refreshIdleSeconds: z
    .int()
    .min(1)
    .max(365 * DAY_SECONDS, "At most 365 days.")
    .meta({ description: "A session whose refresh token isn't used for so long ends." }),
  refreshAbsoluteSeconds: z
    .int()
    .min(1)
    .max(365 * DAY_SECONDS, "At most 365 days.")
    .meta({
      description:
        "No session lasts longer, however often it is refreshed; one that exists learns of a change when it is.",
    }),
  refreshGraceSeconds: z.int().min(0).max(60, "At most 60 seconds.").meta({
    description: "For so long a refresh whose answer was lost may be repeated.",
  }),
};

export const oauthClientSchema = z
  .object({
    id: z.uuid().meta({ example: EXAMPLE.id }),
    name: z.string().meta({ example: EXAMPLE.name }),
    publisher: z.string().nullable().meta({ example: EXAMPLE.publisher }),
    clientId: z.string().meta({
      description: "The `client_id` that the app presents; no secret.",
      example: EXAMPLE.clientId,
    }),
    type: z.enum(OAUTH_CLIENT_TYPES),
    redirectUris: z.array(z.string()).meta({ example: EXAMPLE.redirectUris }),
    grants: z.array(z.enum(OAUTH_GRANTS)),
    scopes: z.array(z.enum(OAUTH_SCOPES)),
    firstParty: z.boolean(),
    accessTokenSeconds: z.int().meta({ example: OAUTH_CLIENT_DEFAULTS.accessTokenSeconds }),
    refreshIdleSeconds: z.int().meta({ example: OAUTH_CLIENT_DEFAULTS.refreshIdleSeconds }),
    refreshAbsoluteSeconds: z.int().meta({ example: OAUTH_CLIENT_DEFAULTS.refreshAbsoluteSeconds }),
    refreshGraceSeconds: z.int().meta({ example: OAUTH_CLIENT_DEFAULTS.refreshGraceSeconds }),
    isActive: z.boolean().meta({
      description: "While false nobody connects and no token of the app works; its sessions stay for later.",
      example: true,
    }),
    activeSessions: z.int().meta({ description: "How many customers' sessions would end with it." }),
    lastTokenAt: z.iso.datetime().nullable().meta({ description: "When a token was last given out." }),
    secretLastFour: z.string().nullable().meta({ description: "null for a public app, which has none." }),
    previousSecretLastFour: z
      .string()
      .nullable()
      .meta({ description: "During an overlap: the end of the secret before the rotation." }),
    previousSecretExpiresAt: z.iso.datetime().nullable().meta({ description: "When the overlap ends." }),
    previousSecretLastUsedAt: z.iso.datetime().nullable(),
    createdBy: z.object({ id: z.int(), name: z.string() }).nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "OAuthClient" });

const isActive = z.boolean().meta({ description: "false disables it, true enables it again." });

export const createOAuthClientSchema = z
  .strictObject({
    ...fields,
    type: z.enum(OAUTH_CLIENT_TYPES).meta({
      description:
        "`confidential`: runs on a server, which keeps the secret. `public`: runs where its users can read what it has, such as a plugin on their site. It stays what it is.",
    }),
    publisher: fields.publisher.default(null),
    grants: fields.grants.default([...OAUTH_GRANTS]),
    firstParty: fields.firstParty.default(OAUTH_CLIENT_DEFAULTS.firstParty),
    accessTokenSeconds: fields.accessTokenSeconds.default(OAUTH_CLIENT_DEFAULTS.accessTokenSeconds),
    refreshIdleSeconds: fields.refreshIdleSeconds.default(OAUTH_CLIENT_DEFAULTS.refreshIdleSeconds),
    refreshAbsoluteSeconds: fields.refreshAbsoluteSeconds.default(
      OAUTH_CLIENT_DEFAULTS.refreshAbsoluteSeconds,
    ),
    refreshGraceSeconds: fields.refreshGraceSeconds.default(OAUTH_CLIENT_DEFAULTS.refreshGraceSeconds),
    isActive: isActive.default(true),
  })
  .meta({
    id: "CreateOAuthClient",
    example: {
      name: EXAMPLE.name,
      type: "public",
      redirectUris: EXAMPLE.redirectUris,
      scopes: [...OAUTH_SCOPES],
    },
  });

export const updateOAuthClientSchema = z
  .strictObject({ ...fields, isActive })
  .partial()
  .refine((input) => Object.keys(input).length > 0, "Change at least one field.")
  .meta({ id: "UpdateOAuthClient", example: { name: "Troubleshooter 2", refreshGraceSeconds: 30 } });

/** What creating and rotating answer. */
export const createdOAuthClientSchema = oauthClientSchema
  .extend({
    clientSecret: z.string().optional().meta({
      description: "Shown in this answer only. Left out for a public app, which has none.",
      example: "rpl_cs_Qm1xV0d5a3BnWjhLc0hUcjJ1Tnl4aUw5ZkE3ZW9CUQ",
    }),
  })
  .meta({ id: "CreatedOAuthClient" });

export const rotateClientSecretSchema = z
  .strictObject({ overlapSeconds: overlapSecondsSchema })
  .meta({ id: "RotateClientSecret", example: { overlapSeconds: DEFAULT_OVERLAP_SECONDS } })
  .prefault({});

export const listOAuthClientsQuerySchema = pageQuerySchema.extend({
  status: z.enum(OAUTH_CLIENT_STATUSES).optional(),
  type: z.enum(OAUTH_CLIENT_TYPES).optional(),
  q: storableText()
    .trim()
    .max(120)
    .optional()
    .meta({ description: "Part of the name, or a whole client id." }),
});

export type OAuthClient = z.output<typeof oauthClientSchema>;
export type CreateOAuthClient = z.output<typeof createOAuthClientSchema>;
export type UpdateOAuthClient = z.output<typeof updateOAuthClientSchema>;
export type RotateClientSecret = z.output<typeof rotateClientSecretSchema>;
export type CreatedOAuthClient = z.output<typeof createdOAuthClientSchema>;
export type ListOAuthClientsQuery = z.output<typeof listOAuthClientsQuerySchema>;
