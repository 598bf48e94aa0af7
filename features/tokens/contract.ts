import * as z from "zod";
import {
  createdTokenSchema,
  createTokenSchema,
  listTokensQuerySchema,
  tokenSchema,
} from "@/features/tokens/schema";
import { endpoint } from "@/lib/endpoint";
import { pageSchema } from "@/lib/pagination";

const params = z.object({ id: z.uuid() });

export const listTokensEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/tokens",
  access: "tokens:read",
  summary: "List API tokens",
  query: listTokensQuerySchema,
  response: pageSchema(tokenSchema),
  status: 200,
});

export const createTokenEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/tokens",
  access: "tokens:write",
  summary: "Create an API token",
  description: "The token is in this answer only. Its scopes can't exceed what its maker may do.",
  body: createTokenSchema,
  response: createdTokenSchema,
  status: 201,
});

export const getTokenEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/tokens/{id}",
  access: "tokens:read",
  summary: "Get an API token",
  params,
  response: tokenSchema,
  status: 200,
});

export const revokeTokenEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/tokens/{id}",
  access: "tokens:write",
  summary: "Revoke an API token",
  description: "Takes effect on the next call made with it. Revoking twice is fine.",
  params,
  response: z.void(),
  status: 204,
});
