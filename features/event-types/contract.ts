import * as z from "zod";
import {
  createEventTypeSchema,
  eventTypeSamplesSchema,
  eventTypeSchema,
  listEventTypesQuerySchema,
  sampleEventTypeQuerySchema,
  updateEventTypeSchema,
} from "@/features/event-types/schema";
import { endpoint } from "@/lib/endpoint";
import { storableText } from "@/lib/wire-types";

const params = z.object({ type: storableText().max(120) });

export const listEventTypesEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/event-types",
  access: "signed-in",
  summary: "List the event catalog",
  description:
    "Every type at once, with its JSON Schema and a sample: the built-in ones, then those that the organization added.",
  query: listEventTypesQuerySchema,
  response: z.object({ data: z.array(eventTypeSchema), nextCursor: z.null() }),
  status: 200,
});

export const createEventTypeEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/event-types",
  access: "events:write",
  summary: "Add an event type",
  description:
    "From now on it can be published, subscribed to and tested like the built-in ones. For admins, and tokens of theirs: it is a promise to all who publish and receive.",
  body: createEventTypeSchema,
  response: eventTypeSchema,
  errors: { conflict: "There is a type of this name, or the organization has as many as it can have." },
  status: 201,
});

export const getEventTypeEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/event-types/{type}",
  access: "signed-in",
  summary: "Get an event type",
  params,
  response: eventTypeSchema,
  status: 200,
});

export const sampleEventTypeEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/event-types/{type}/samples",
  access: "signed-in",
  summary: "Get samples of an event type's deliveries",
  description:
    "Each is the body of a delivery as a subscription of that format gets it. The samples of types that the desk and other systems send in different shapes are two.",
  params,
  query: sampleEventTypeQuerySchema,
  response: eventTypeSamplesSchema,
  status: 200,
});

export const updateEventTypeEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/event-types/{type}",
  access: "events:write",
  summary: "Change an event type of your own",
  description:
    "Each call that publishes goes by the schema as it is when the call looks; what was published before stays as it is. For admins, and tokens of theirs.",
  params,
  body: updateEventTypeSchema,
  response: eventTypeSchema,
  errors: { conflict: "It is a built-in type." },
  status: 200,
});

export const deleteEventTypeEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/event-types/{type}",
  access: "events:write",
  summary: "Delete an event type of your own",
  description:
    "It can't be published any more. Its events and deliveries stay, and what waits is sent. Wildcards that cover it stay. For admins, and tokens of theirs.",
  params,
  response: z.void(),
  errors: { conflict: "It is a built-in type, or a subscription lists it by name." },
  status: 204,
});
