import * as z from "zod";
import { mappingPreviewSchema, previewMappingSchema } from "@/features/incoming-webhooks/preview-schema";
import { recentPayloadsSchema } from "@/features/incoming-webhooks/recent-payloads-schema";
import {
  createdIncomingWebhookSchema,
  createIncomingWebhookSchema,
  discardedRequestsSchema,
  discardRequestsSchema,
  incomingStatsSchema,
  incomingWebhookSchema,
  listedIncomingStatsSchema,
  listIncomingStatsQuerySchema,
  listIncomingWebhooksQuerySchema,
  rotateIncomingSecretSchema,
  testedIncomingWebhookSchema,
  updateIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { endpoint } from "@/lib/endpoint";
import { extendOverlapSchema } from "@/lib/overlap";
import { pageSchema } from "@/lib/pagination";

const params = z.object({ id: z.uuid() });

export const listIncomingWebhooksEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/incoming-webhooks",
  access: "incoming_webhooks:read",
  summary: "List incoming webhooks",
  query: listIncomingWebhooksQuerySchema,
  response: pageSchema(incomingWebhookSchema),
  status: 200,
});

export const createIncomingWebhookEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/incoming-webhooks",
  access: "incoming_webhooks:write",
  sensitivity: "data",
  summary: "Create an incoming webhook",
  description:
    "The secret is in this answer only. Senders POST to the answer's url and sign what they send with the secret.",
  body: createIncomingWebhookSchema,
  response: createdIncomingWebhookSchema,
  status: 201,
});

export const getIncomingWebhookEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/incoming-webhooks/{id}",
  access: "incoming_webhooks:read",
  summary: "Get an incoming webhook",
  params,
  response: incomingWebhookSchema,
  status: 200,
});

export const updateIncomingWebhookEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/incoming-webhooks/{id}",
  access: "incoming_webhooks:write",
  sensitivity: "data",
  summary: "Change, pause or resume an incoming webhook",
  params,
  body: updateIncomingWebhookSchema,
  response: incomingWebhookSchema,
  status: 200,
});

export const deleteIncomingWebhookEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/incoming-webhooks/{id}",
  access: "incoming_webhooks:write",
  sensitivity: "data",
  summary: "Delete an incoming webhook",
  description:
    "Its senders get 404 from then on, and what waits is not processed. What it made stays, and so does each request for as long as the log is kept.",
  params,
  response: z.void(),
  status: 204,
});

export const rotateIncomingSecretEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/incoming-webhooks/{id}/rotate-secret",
  access: "incoming_webhooks:write",
  sensitivity: "data",
  summary: "Replace the secret of an incoming webhook",
  description: "Both secrets verify until the overlap ends.",
  errors: { conflict: "A rotation is under way: the secret before still verifies." },
  params,
  body: rotateIncomingSecretSchema,
  response: createdIncomingWebhookSchema,
  status: 200,
});

export const endIncomingOverlapEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/incoming-webhooks/{id}/end-overlap",
  access: "incoming_webhooks:write",
  summary: "Refuse the previous secret of an incoming webhook from now on",
  params,
  response: incomingWebhookSchema,
  status: 200,
});

export const extendIncomingOverlapEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/incoming-webhooks/{id}/extend-overlap",
  access: "incoming_webhooks:write",
  sensitivity: "data",
  summary: "Let the previous secret of an incoming webhook work longer",
  errors: { conflict: "No overlap lasts: a secret that is refused stays refused." },
  params,
  body: extendOverlapSchema,
  response: incomingWebhookSchema,
  status: 200,
});

export const testIncomingWebhookEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/incoming-webhooks/{id}/test",
  access: "incoming_webhooks:write",
  summary: "Send a sample request to an incoming webhook",
  description:
    "Signed here with the current secret and taken like any other request: a ticket it makes is a real one.",
  params,
  response: testedIncomingWebhookSchema,
  status: 200,
});

export const listIncomingStatsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/incoming-webhooks/stats",
  access: "incoming_webhooks:read",
  summary: "Count the requests of several incoming webhooks",
  description: "Ids that are unknown, or another organization's, are left out of the answer.",
  query: listIncomingStatsQuerySchema,
  response: z.object({ data: z.array(listedIncomingStatsSchema) }),
  status: 200,
});

export const getIncomingStatsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/incoming-webhooks/{id}/stats",
  access: "incoming_webhooks:read",
  summary: "Count the requests of an incoming webhook",
  params,
  response: incomingStatsSchema,
  status: 200,
});

export const listRecentPayloadsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/incoming-webhooks/{id}/recent-payloads",
  access: "incoming_webhooks:read",
  summary: "List what was sent to an incoming webhook of late",
  description:
    "To write a mapping by: verified payloads, forms among them as JSON, and where their values stand.",
  params,
  response: recentPayloadsSchema,
  status: 200,
});

export const previewMappingEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/incoming-webhooks/preview",
  access: "incoming_webhooks:read",
  summary: "See what a mapping makes of a payload",
  body: previewMappingSchema,
  response: mappingPreviewSchema,
  status: 200,
});

export const discardIncomingRequestsEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/incoming-webhooks/{id}/discard",
  access: "incoming_webhooks:write",
  sensitivity: "data",
  summary: "Discard what waits at an incoming webhook",
  description:
    "Up to 1,000 at a time, oldest first, and none that came after `upToId`. They stay in the log as rejected for as long as it keeps requests of their age, and are never processed. Call again with the same `upToId` while `hasMore` is true.",
  params,
  body: discardRequestsSchema,
  response: discardedRequestsSchema,
  status: 200,
});
