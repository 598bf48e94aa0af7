import * as z from "zod";
import {
  createdOAuthClientSchema,
  createOAuthClientSchema,
  listOAuthClientsQuerySchema,
  oauthClientSchema,
  rotateClientSecretSchema,
  updateOAuthClientSchema,
} from "@/features/oauth-clients/schema";
import { endpoint } from "@/lib/endpoint";
import { extendOverlapSchema } from "@/lib/overlap";
import { pageSchema } from "@/lib/pagination";

const params = z.object({ id: z.uuid() });

export const listOAuthClientsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/oauth-clients",
  access: "oauth_clients:read",
  summary: "List OAuth clients",
  description: "The apps that customers can connect, newest first.",
  query: listOAuthClientsQuerySchema,
  response: pageSchema(oauthClientSchema),
  status: 200,
});

export const createOAuthClientEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/oauth-clients",
  access: "oauth_clients:write",
  sensitivity: "access",
  summary: "Create an OAuth client",
  description: "Registers an app. The secret of a confidential one is in this answer only.",
  body: createOAuthClientSchema,
  response: createdOAuthClientSchema,
  status: 201,
});

export const getOAuthClientEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/oauth-clients/{id}",
  access: "oauth_clients:read",
  summary: "Get an OAuth client",
  params,
  response: oauthClientSchema,
  status: 200,
});

export const updateOAuthClientEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/oauth-clients/{id}",
  access: "oauth_clients:write",
  sensitivity: "access",
  summary: "Change an OAuth client",
  description:
    "Takes effect on the next call: a scope that is taken away is gone from every token, and no token of a disabled app works. Lifetimes count for tokens and sessions from now on.",
  params,
  body: updateOAuthClientSchema,
  response: oauthClientSchema,
  status: 200,
});

export const deleteOAuthClientEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/oauth-clients/{id}",
  access: "oauth_clients:write",
  sensitivity: "data",
  summary: "Delete an OAuth client",
  description: "Ends all of its sessions (`activeSessions` says how many) on their next call. For good.",
  params,
  response: z.void(),
  status: 204,
});

export const rotateClientSecretEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/oauth-clients/{id}/rotate-secret",
  access: "oauth_clients:write",
  sensitivity: "access",
  summary: "Rotate an OAuth client's secret",
  description:
    "Makes a new secret, which is in this answer only. The old one goes on working for `overlapSeconds`. One rotation at a time: while an overlap lasts, 409.",
  params,
  body: rotateClientSecretSchema,
  response: createdOAuthClientSchema,
  errors: { conflict: "The app is public and has no secret, or the overlap of its last rotation lasts." },
  status: 200,
});

export const endClientOverlapEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/oauth-clients/{id}/end-overlap",
  access: "oauth_clients:write",
  summary: "End the overlap of an OAuth client's rotation",
  description: "From the next call on only the new secret works. Without an overlap nothing changes.",
  params,
  response: oauthClientSchema,
  status: 200,
});

export const extendClientOverlapEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/oauth-clients/{id}/extend-overlap",
  access: "oauth_clients:write",
  sensitivity: "access",
  summary: "Extend the overlap of an OAuth client's rotation",
  params,
  body: extendOverlapSchema,
  response: oauthClientSchema,
  errors: { conflict: "No overlap lasts: a secret that is refused stays refused." },
  status: 200,
});
