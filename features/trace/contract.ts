import * as z from "zod";
import { traceSchema } from "@/features/trace/schema";
import { endpoint } from "@/lib/endpoint";

const params = z.object({ id: z.uuid() });

export const getTicketTraceEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/tickets/{id}/trace",
  access: "tickets:read",
  summary: "Trace a ticket from request to deliveries",
  description:
    "The requests that made or changed it, each event about it, each delivery of those with its attempts, and for every subscription without a delivery the reason why.",
  params,
  response: traceSchema,
  status: 200,
});

export const getEventTraceEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/events/{id}/trace",
  access: "events:read",
  summary: "Trace an event both ways",
  description: "The whole trace of its ticket, if it is about one; else the event with its deliveries.",
  params,
  response: traceSchema,
  status: 200,
});

export const getRequestTraceEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/incoming-webhooks/{id}/requests/{requestId}/trace",
  access: "incoming_webhooks:read",
  summary: "Trace what came of a request",
  description: "The whole trace of its ticket, if it led to one; else the request alone.",
  params: z.object({ id: z.uuid(), requestId: z.uuid() }),
  response: traceSchema,
  status: 200,
});
