import * as z from "zod";
import {
  createRestHookSchema,
  REST_HOOK_EVENTS,
  restHookSchema,
  updateRestHookSchema,
} from "@/features/rest-hooks/schema";
import { endpoint } from "@/lib/endpoint";

const params = z.object({
  id: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .meta({ example: 1 }),
});

const ERRORS = {
  conflict: "Another webhook of yours has this target_url.",
  not_acceptable: "A rule is broken: the target is not allowed, or there are as many as there can be.",
  handshake_failed: "The target did not answer the handshake with status 200 and the same X-Hook-Secret.",
};

export const listRestHooksEndpoint = endpoint({
  method: "GET",
  path: "/api/webhooks",
  dialect: "rest_hooks",
  access: "subscriptions:read",
  summary: "List webhooks (REST Hooks)",
  description:
    "Those that were made through this API and have not ended, newest first. A target ends its webhook by answering 410.",
  response: z.array(restHookSchema),
  status: 200,
});

export const createRestHookEndpoint = endpoint({
  method: "POST",
  path: "/api/webhooks",
  dialect: "rest_hooks",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Subscribe to an event (REST Hooks)",
  description:
    "The target is sent an empty `POST` with `X-Hook-Secret`, and answers `200` with the same header. Only then is the webhook made; `Location` names it.",
  body: createRestHookSchema,
  callsOut: true,
  response: z.object({}).meta({ example: {} }),
  errors: ERRORS,
  status: 201,
});

export const listRestHookEventsEndpoint = endpoint({
  method: "GET",
  path: "/api/webhooks/events",
  dialect: "rest_hooks",
  access: "signed-in",
  summary: "List the events to subscribe to (REST Hooks)",
  response: z.array(z.enum(REST_HOOK_EVENTS)).meta({ example: ["listing.created"] }),
  status: 200,
});

export const getRestHookEndpoint = endpoint({
  method: "GET",
  path: "/api/webhooks/{id}",
  dialect: "rest_hooks",
  access: "subscriptions:read",
  summary: "Get a webhook (REST Hooks)",
  params,
  response: restHookSchema,
  status: 200,
});

export const updateRestHookEndpoint = endpoint({
  method: "PATCH",
  path: "/api/webhooks/{id}",
  dialect: "rest_hooks",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Change a webhook (REST Hooks)",
  description: "Another `target_url` has to answer the handshake first.",
  params,
  body: updateRestHookSchema,
  response: restHookSchema,
  errors: ERRORS,
  status: 200,
});

export const deleteRestHookEndpoint = endpoint({
  method: "DELETE",
  path: "/api/webhooks/{id}",
  dialect: "rest_hooks",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Unsubscribe (REST Hooks)",
  params,
  response: z.void(),
  status: 204,
});
