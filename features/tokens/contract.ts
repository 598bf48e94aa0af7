import * as z from "zod";
import {
  createdTokenSchema,
  createTokenSchema,
  listTokensQuerySchema,
  rotateTokenSchema,
  tokenSchema,
  tokenUsageQuerySchema,
  tokenUsageSchema,
  updateTokenSchema,
} from "@/features/tokens/schema";
import { endpoint } from "@/lib/endpoint";
import { extendOverlapSchema } from "@/lib/overlap";
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
  sensitivity: "access",
  summary: "Create an API token",
  description:
    "The token is in this answer only. Its scopes can't exceed what its maker may do, and one made by a token ends no later and is used from nowhere else than that token.",
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

export const updateTokenEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/tokens/{id}",
  access: "tokens:write",
  sensitivity: "access",
  summary: "Change an API token",
  description:
    "Takes effect on the next call made with it. Scopes can exceed neither what the caller may do nor what the token's owner may. Of another person's tokens only those can be changed that do no more than the caller.",
  params,
  body: updateTokenSchema,
  response: tokenSchema,
  errors: { conflict: "The token is revoked." },
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

export const rotateTokenEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/tokens/{id}/rotate",
  access: "tokens:write",
  sensitivity: "access",
  summary: "Rotate an API token",
  description:
    "Replaces the token by a new one, which is in this answer only. The old one goes on working for `overlapSeconds`. One rotation at a time: while an overlap lasts, 409.",
  params,
  body: rotateTokenSchema,
  response: createdTokenSchema,
  errors: { conflict: "The token is revoked or has expired, or the overlap of its last rotation lasts." },
  status: 200,
});

export const endTokenOverlapEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/tokens/{id}/end-overlap",
  access: "tokens:write",
  summary: "End a rotation's overlap",
  description: "From the next call on only the new token works. Without an overlap nothing changes.",
  params,
  response: tokenSchema,
  status: 200,
});

export const extendTokenOverlapEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/tokens/{id}/extend-overlap",
  access: "tokens:write",
  sensitivity: "access",
  summary: "Extend a rotation's overlap",
  description: "By a person or another token: a token can't extend its own.",
  params,
  body: extendOverlapSchema,
  response: tokenSchema,
  errors: { conflict: "No overlap lasts: a token that is refused stays refused." },
  status: 200,
});

export const getTokenUsageEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/tokens/{id}/usage",
  access: "tokens:read",
  summary: "Count an API token's calls by day",
  description: "Calls show within a few seconds.",
  params,
  query: tokenUsageQuerySchema,
  response: tokenUsageSchema,
  status: 200,
});
