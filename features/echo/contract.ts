import * as z from "zod";
import {
  createEchoReceiverSchema,
  echoReceiverSchema,
  echoRequestDetailSchema,
  echoRequestSchema,
  listEchoReceiversQuerySchema,
  listEchoRequestsQuerySchema,
  updateEchoReceiverSchema,
} from "@/features/echo/schema";
import { endpoint } from "@/lib/endpoint";
import { pageSchema } from "@/lib/pagination";

const params = z.object({ id: z.uuid() });

export const listEchoReceiversEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/echo-receivers",
  access: "subscriptions:read",
  summary: "List echo receivers",
  query: listEchoReceiversQuerySchema,
  response: pageSchema(echoReceiverSchema),
  status: 200,
});

export const createEchoReceiverEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/echo-receivers",
  access: "subscriptions:write",
  summary: "Create an echo receiver",
  description:
    "Its url can be the target of a subscription of the same organization, exactly as it stands in the answer.",
  body: createEchoReceiverSchema,
  response: echoReceiverSchema,
  errors: { conflict: "There are as many as an organization can have." },
  status: 201,
});

export const getEchoReceiverEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/echo-receivers/{id}",
  access: "subscriptions:read",
  summary: "Get an echo receiver",
  params,
  response: echoReceiverSchema,
  status: 200,
});

export const updateEchoReceiverEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/echo-receivers/{id}",
  access: "subscriptions:write",
  summary: "Rename an echo receiver, or set what it answers",
  description: "Have it fail to see retries, the circuit breaker and the dead letter at work.",
  params,
  body: updateEchoReceiverSchema,
  response: echoReceiverSchema,
  status: 200,
});

export const deleteEchoReceiverEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/echo-receivers/{id}",
  access: "subscriptions:write",
  summary: "Delete an echo receiver with what it received",
  description: "Subscriptions that send there fail from then on, and are disabled by their next delivery.",
  params,
  response: z.void(),
  status: 204,
});

export const listEchoRequestsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/echo-receivers/{id}/requests",
  access: "deliveries:read",
  summary: "List what an echo receiver received",
  description: "The newest 100, for 7 days at most.",
  params,
  query: listEchoRequestsQuerySchema,
  response: pageSchema(echoRequestSchema),
  status: 200,
});

export const getEchoRequestEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/echo-receivers/{id}/requests/{requestId}",
  access: "deliveries:read",
  summary: "Get what an echo receiver received, with what came of its signatures",
  params: params.extend({ requestId: z.uuid() }),
  response: echoRequestDetailSchema,
  status: 200,
});
