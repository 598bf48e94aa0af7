import * as z from "zod";

/** What OAuth's endpoints are asked and answer, as its RFCs name it: for the document alone, since forms are read without a schema. */

const CLIENT_ID = "app_7f2a9c41d0be";
const ACCESS_TOKEN = "rpl_at_…";
const REFRESH_TOKEN = "rpl_rt_…";

export const errorSchema = z
  .object({
    error: z.string().meta({ description: "What to branch on.", example: "invalid_grant" }),
    error_description: z.string().meta({ description: "What went wrong, for whoever writes the app." }),
  })
  .meta({ id: "OAuthError", description: "RFC 6749 §5.2." });

export const tokensSchema = z
  .object({
    access_token: z.string().meta({ example: ACCESS_TOKEN }),
    token_type: z.literal("Bearer"),
    expires_in: z.int().meta({ description: "Seconds.", example: 900 }),
    refresh_token: z.string().optional().meta({
      description:
        "The next one: keep it in place of the one before. Absent for an app that may not refresh.",
      example: REFRESH_TOKEN,
    }),
    scope: z.string().meta({ example: "troubleshooter profile" }),
  })
  .meta({ id: "OAuthTokens" });

const client = {
  client_id: z.string().optional().meta({ description: "Unless it is in an Authorization header." }),
  client_secret: z
    .string()
    .optional()
    .meta({ description: "Of a confidential app; or HTTP Basic, never both." }),
};
const scope = z
  .string()
  .optional()
  .meta({ description: "Separated by spaces; all of the app's, if left out." });

export const tokenFormSchema = z
  .object({
    grant_type: z.enum([
      "authorization_code",
      "refresh_token",
      "urn:ietf:params:oauth:grant-type:device_code",
    ]),
    ...client,
    code: z.string().optional().meta({ description: "With authorization_code; lasts a minute." }),
    redirect_uri: z
      .string()
      .optional()
      .meta({ description: "With authorization_code: as it was asked for." }),
    code_verifier: z.string().optional().meta({ description: "With authorization_code (RFC 7636)." }),
    refresh_token: z.string().optional().meta({ description: "With refresh_token." }),
    device_code: z.string().optional().meta({ description: "With the device grant." }),
    scope: z.string().optional().meta({ description: "With refresh_token: less than was granted." }),
  })
  .meta({ example: { grant_type: "refresh_token", client_id: CLIENT_ID, refresh_token: REFRESH_TOKEN } });

export const deviceFormSchema = z
  .object({
    ...client,
    scope,
    site: z.string().optional().meta({ description: "Where the app runs, as the customer is told." }),
  })
  .meta({ example: { client_id: CLIENT_ID, site: "shop.example" } });

export const deviceSchema = z
  .object({
    device_code: z.string().meta({ example: "rpl_dc_…" }),
    user_code: z.string().meta({ description: "What the customer types.", example: "BCDF-GHJK" }),
    verification_uri: z.url().meta({ description: "Where.", example: "https://desk.example/oauth/device" }),
    verification_uri_complete: z.url().meta({
      description: "The same with the code in it.",
      example: "https://desk.example/oauth/device?user_code=BCDF-GHJK",
    }),
    expires_in: z.int().meta({ example: 600 }),
    interval: z.int().meta({ description: "Seconds between two polls at least.", example: 5 }),
  })
  .meta({ id: "DeviceCode" });

export const tokenOnlySchema = z
  .object({
    ...client,
    token: z.string().meta({ description: "An access or a refresh token of the app's." }),
  })
  .meta({ example: { client_id: CLIENT_ID, token: REFRESH_TOKEN } });

export const introspectionSchema = z
  .object({
    active: z
      .boolean()
      .meta({ description: "All there is for a token that is unknown, ended or another app's." }),
  })
  .catchall(z.unknown())
  .meta({
    id: "TokenIntrospection",
    example: { active: true, scope: "troubleshooter", client_id: CLIENT_ID },
  });

export const userSchema = z
  .object({
    sub: z.uuid().meta({ description: "The customer's id." }),
    email: z.string().meta({ example: "dana@shop.example" }),
    email_verified: z.boolean(),
    name: z.string().meta({ example: "Dana" }),
  })
  .meta({ id: "OAuthUser" });

export const metadataSchema = z
  .object({
    issuer: z.url().meta({ example: "https://desk.example" }),
    authorization_endpoint: z.url().meta({ example: "https://desk.example/oauth/authorize" }),
    token_endpoint: z.url().meta({ example: "https://desk.example/api/oauth/token" }),
    device_authorization_endpoint: z.url().meta({ example: "https://desk.example/api/oauth/device" }),
  })
  .catchall(z.unknown())
  .meta({ id: "AuthorizationServer" });
