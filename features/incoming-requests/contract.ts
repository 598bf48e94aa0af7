import * as z from "zod";
import {
  debuggedSignatureSchema,
  debugSignatureSchema,
  incomingRequestDetailSchema,
  incomingRequestSchema,
  listIncomingRequestsQuerySchema,
  reprocessedSchema,
  reprocessRequestsQuerySchema,
} from "@/features/incoming-requests/schema";
import { endpoint } from "@/lib/endpoint";
import { pageSchema } from "@/lib/pagination";

const params = z.object({ id: z.uuid() });
const requestParams = z.object({ id: z.uuid(), requestId: z.uuid() });

export const listIncomingRequestsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/incoming-webhooks/{id}/requests",
  access: "incoming_webhooks:read",
  summary: "List the requests of an incoming webhook",
  params,
  query: listIncomingRequestsQuerySchema,
  response: pageSchema(incomingRequestSchema),
  status: 200,
});

export const getIncomingRequestEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/incoming-webhooks/{id}/requests/{requestId}",
  access: "incoming_webhooks:read",
  summary: "Get a request of an incoming webhook",
  description: "Also after the webhook was deleted.",
  params: requestParams,
  response: incomingRequestDetailSchema,
  status: 200,
});

export const reprocessRequestEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/incoming-webhooks/{id}/requests/{requestId}/reprocess",
  access: "incoming_webhooks:write",
  summary: "Verify and process a refused request again",
  description:
    "With the secret and mapping of today. The age of its timestamp no longer counts; its signature does.",
  errors: { conflict: "It was processed already, or refused for good." },
  params: requestParams,
  response: reprocessedSchema,
  status: 200,
});

export const reprocessRequestsEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/incoming-webhooks/{id}/reprocess",
  access: "incoming_webhooks:write",
  summary: "Verify and process all refused and held requests again",
  description:
    "Oldest first, those that are refused for a mendable reason, or held by a webhook that is active and was not told to leave them (`keepsHeld`). Those with an old timestamp may be replays and are left for the call for one request. Follow nextCursor until it is null.",
  params,
  query: reprocessRequestsQuerySchema,
  response: reprocessedSchema,
  status: 200,
});

export const discardIncomingRequestEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/incoming-webhooks/{id}/requests/{requestId}/discard",
  access: "incoming_webhooks:write",
  sensitivity: "data",
  summary: "Discard a request that waits",
  description:
    "It stays in the log as rejected for as long as that keeps requests of its age, and is never processed.",
  errors: { conflict: "It does not wait: it was processed or discarded already." },
  params: requestParams,
  response: incomingRequestDetailSchema,
  status: 200,
});

export const replayIncomingRequestEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/incoming-webhooks/{id}/requests/{requestId}/replay",
  access: "incoming_webhooks:write",
  summary: "Run an accepted request again",
  description:
    "Whatever it made is made once more, with the mapping of today. The replay has a row of its own in the log, which is the answer.",
  errors: { conflict: "It was not accepted, or there is nothing to run." },
  params: requestParams,
  response: incomingRequestDetailSchema,
  status: 200,
});

export const debugSignatureEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/incoming-webhooks/{id}/debug",
  access: "incoming_webhooks:write",
  summary: "Find out why a signature is refused",
  description:
    "Says which secret made it, and by which of the usual slips: the body written anew as JSON, a newline more or less, the timestamp left out, the secret not decoded. Nothing is done with the body, and no signature is told.",
  params,
  body: debugSignatureSchema,
  response: debuggedSignatureSchema,
  status: 200,
});
