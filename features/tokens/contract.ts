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
    "Takes effect on the next call made with it. Its owner gives it no more than they, and the token that they call with, have. Somebody else's can only be narrowed: fewer scopes, an earlier end, fewer networks (else 403).",
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
    "By its owner, in person or with a token that reaches as far. Replaces the token by a new one, which is in this answer only. The old one goes on working for `overlapSeconds`. One rotation at a time: while an overlap lasts, 409.",
  params,
  body: rotateTokenSchema,
  response: createdTokenSchema,
  errors: { conflict: "The token is revoked or has expired, or the overlap of its last rotation lasts." },
  status: 200,
});

export const revealTokenEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/tokens/{id}/reveal",
  access: "tokens:write",
  sensitivity: "access",
  summary: "Get the secret of a token that was handed over to you",
  description:
    "Makes the secret, which is in this answer only. Once, by the new owner, in person or with a token that reaches as far. The one that its old owner knows works on until `previousExpiresAt`.",
  params,
  response: createdTokenSchema,
  errors: { conflict: "The token is revoked, or its secret was shown already." },
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
  description:
    "By its owner, in person or with another token that reaches as far: a token can't extend its own.",
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
