import type * as z from "zod";
import type {
  ZodOpenApiOperationObject,
  ZodOpenApiPathsObject,
  ZodOpenApiResponsesObject,
} from "zod-openapi";
import { loginSchema, registeredSchema, registerSchema } from "@/features/customer-accounts/schema";
import {
  deviceFormSchema,
  deviceSchema,
  errorSchema,
  introspectionSchema,
  metadataSchema,
  tokenFormSchema,
  tokenOnlySchema,
  tokensSchema,
  userSchema,
} from "./oauth-schemas";

/** The endpoints of OAuth, whose bodies and errors are those of its RFCs: what they are asked and answer, beside the REST API. */

export const OAUTH_TAG = {
  name: "OAuth for customers",
  description:
    "How a customer's app gets its access token. Bodies are forms and errors `{error, error_description}`, as the RFCs have it; `docs/connect-a-plugin.md` goes through it step by step.",
};

const FORM = "application/x-www-form-urlencoded";
interface Step {
  id: string;
  summary: string;
  description: string;
  /** Who may call; an app that names itself unless told. */
  access?: "public" | "customer" | "app";
  body?: { type: string; schema: z.ZodType };
  status?: 200 | 201;
  answer?: z.ZodType;
  errors?: Record<number, string>;
}

const WHO = {
  public: "Needs no credential.",
  customer: "Needs an access token with the scope `profile`.",
  app: "The app names itself: `client_id`, and its secret if it has one.",
};

function step({ id, summary, description, access = "app", body, status = 200, answer, errors = {} }: Step) {
  const refusals = Object.entries({ ...errors, 429: "Too many calls; Retry-After says how long." });
  const responses: ZodOpenApiResponsesObject = Object.fromEntries([
    [status, { description: "OK.", ...(answer && { content: { "application/json": { schema: answer } } }) }],
    ...refusals.map(([code, description]) => [
      code,
      { description, content: { "application/json": { schema: errorSchema } } },
    ]),
  ]);
  const operation: ZodOpenApiOperationObject = {
    operationId: id,
    tags: [OAUTH_TAG.name],
    summary,
    description: `${description}\n\n${WHO[access]}`,
    security: access === "customer" ? [{ customer: ["profile"] }] : [],
    "x-access": access,
    ...(access === "customer" && { "x-required-scope": "profile" }),
    ...(body && { requestBody: { required: true, content: { [body.type]: { schema: body.schema } } } }),
    responses,
  };
  return operation;
}

const REFUSED = "The app is unknown, or its secret is wrong: invalid_client.";

export const OAUTH_PATHS: ZodOpenApiPathsObject = {
  "/.well-known/oauth-authorization-server": {
    get: step({
      id: "getAuthorizationServer",
      summary: "Find the endpoints",
      access: "public",
      description: "Begin here, and compare `issuer` with the address that you asked (RFC 8414).",
      answer: metadataSchema,
    }),
  },
  "/api/oauth/token": {
    post: step({
      id: "requestTokens",
      summary: "Exchange a code or a refresh token for tokens",
      description:
        "A refresh token works once. If the answer was lost, send the same one again within the app's grace: it gives the same successor. Later, or once the successor was used, it ends the session. A device polls here, too: authorization_pending and slow_down say that it is to go on.",
      body: { type: FORM, schema: tokenFormSchema },
      answer: tokensSchema,
      errors: {
        400: "invalid_grant, invalid_request, invalid_scope, unauthorized_client, unsupported_grant_type; of a device authorization_pending, slow_down, access_denied, expired_token.",
        401: REFUSED,
      },
    }),
  },
  "/api/oauth/device": {
    post: step({
      id: "startDevice",
      summary: "Connect a site that no redirect can reach",
      description: "Show the customer `user_code` and `verification_uri`, then poll (RFC 8628).",
      body: { type: FORM, schema: deviceFormSchema },
      answer: deviceSchema,
      errors: { 400: "invalid_request, invalid_scope, unauthorized_client.", 401: REFUSED },
    }),
  },
  "/api/oauth/revoke": {
    post: step({
      id: "revokeOAuthToken",
      summary: "Disconnect",
      description:
        "Ends the session that a token of the app belongs to. An unknown token is answered the same (RFC 7009).",
      body: { type: FORM, schema: tokenOnlySchema },
      errors: { 400: "invalid_request.", 401: REFUSED },
    }),
  },
  "/api/oauth/introspect": {
    post: step({
      id: "introspectToken",
      summary: "Ask whether a token works",
      description: "For an app's own tokens (RFC 7662).",
      body: { type: FORM, schema: tokenOnlySchema },
      answer: introspectionSchema,
      errors: { 400: "invalid_request.", 401: REFUSED },
    }),
  },
  "/api/oauth/userinfo": {
    get: step({
      id: "getUserInfo",
      summary: "Get whose app it is",
      description: "The customer who connected the app.",
      access: "customer",
      answer: userSchema,
      errors: { 401: "invalid_token.", 403: "insufficient_scope." },
    }),
  },
  "/api/oauth/register": {
    post: step({
      id: "registerCustomer",
      summary: "Register a customer in the app itself",
      description:
        "For first-party apps alone; others send the customer to the consent page. The answer is the same for an address that is taken.",
      body: { type: "application/json", schema: registerSchema },
      status: 201,
      answer: registeredSchema,
      errors: { 401: REFUSED, 422: "A field is wrong or unknown." },
    }),
  },
  "/api/oauth/login": {
    post: step({
      id: "logCustomerIn",
      summary: "Sign a customer in with their password in the app itself",
      description: "For first-party apps alone.",
      body: { type: "application/json", schema: loginSchema },
      answer: tokensSchema,
      errors: {
        401: "invalid_grant: email or password is wrong; invalid_client.",
        422: "A field is wrong or unknown.",
      },
    }),
  },
};
