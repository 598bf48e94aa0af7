import * as z from "zod";
import { listOAuthSessionsQuerySchema, oauthSessionSchema } from "@/features/oauth-sessions/schema";
import { endpoint } from "@/lib/endpoint";
import { pageSchema } from "@/lib/pagination";

const params = z.object({ id: z.uuid() });

/** What ends sessions, from their next call on. */
const revocation = {
  method: "DELETE",
  access: "oauth_clients:write",
  params,
  response: z.void(),
  status: 204,
} as const;

export const listOAuthSessionsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/oauth-sessions",
  access: "oauth_clients:read",
  summary: "List OAuth sessions",
  description: "Which apps customers have connected, newest first.",
  query: listOAuthSessionsQuerySchema,
  response: pageSchema(oauthSessionSchema),
  status: 200,
});

export const revokeOAuthSessionEndpoint = endpoint({
  ...revocation,
  path: "/api/v1/oauth-sessions/{id}",
  summary: "Revoke an OAuth session",
  description: "None of its tokens works from the next call on. Revoking one that has ended is fine.",
});

export const revokeClientSessionsEndpoint = endpoint({
  ...revocation,
  path: "/api/v1/oauth-clients/{id}/sessions",
  summary: "Revoke all sessions of an OAuth client",
  description: "None of their tokens works from the next call on. The customers can connect again.",
});

export const revokeCustomerSessionsEndpoint = endpoint({
  ...revocation,
  path: "/api/v1/customers/{id}/sessions",
  summary: "Revoke all OAuth sessions of a customer",
  description: "None of their tokens works from the next call on. The customer can connect again.",
});
