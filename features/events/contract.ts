import * as z from "zod";
import {
  eventDetailSchema,
  eventSchema,
  listEventsQuerySchema,
  publishAnswerSchema,
  publishBodySchema,
} from "@/features/events/schema";
import { endpoint } from "@/lib/endpoint";
import { pageSchema } from "@/lib/pagination";

export const publishEventsEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/events",
  access: "events:write",
  summary: "Publish one event, or up to 1000",
  description:
    "Send one event, or `{events: […]}` with up to 1000: either all are taken or none. The answer comes once the events and their deliveries are committed; a batch is answered with `{data: […]}` in the same order.",
  body: publishBodySchema,
  response: publishAnswerSchema,
  status: 202,
});

export const listEventsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/events",
  access: "events:read",
  summary: "List events",
  query: listEventsQuerySchema,
  response: pageSchema(eventSchema),
  status: 200,
});

export const getEventEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/events/{id}",
  access: "events:read",
  summary: "Get an event and where it went",
  params: z.object({ id: z.uuid() }),
  response: eventDetailSchema,
  status: 200,
});
