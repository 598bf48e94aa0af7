import * as z from "zod";
import {
  createdReplyWebhookSchema,
  createReplyWebhookSchema,
  listReplyWebhookEventsQuerySchema,
  listReplyWebhooksQuerySchema,
  replaceReplyWebhookSchema,
  replyWebhookEventSchema,
  replyWebhookSchema,
  updateReplyWebhookSchema,
} from "@/features/reply-v3/schema";
import { endpoint } from "@/lib/endpoint";

const params = z.object({
  id: z.uuid(
    "Give the id of a webhook as this API answered it, a UUID. Integers are of an API that was replaced.",
  ),
});

const CONFLICTS = { conflict: "The organization has as many subscriptions as it can have." };

export const listReplyWebhooksEndpoint = endpoint({
  method: "GET",
  path: "/api/v3/webhooks",
  dialect: "reply_v3",
  access: "subscriptions:read",
  summary: "List webhooks (Reply v3)",
  description: "Those that were made through this API, newest first.",
  query: listReplyWebhooksQuerySchema,
  response: z.array(replyWebhookSchema),
  status: 200,
});

export const createReplyWebhookEndpoint = endpoint({
  method: "POST",
  path: "/api/v3/webhooks",
  dialect: "reply_v3",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Create a webhook (Reply v3)",
  description: "An event subscription whose deliveries look as Reply's do.",
  body: createReplyWebhookSchema,
  response: createdReplyWebhookSchema,
  errors: { ...CONFLICTS, not_found: "A team or the organization is not yours." },
  status: 201,
});

export const getReplyWebhookEndpoint = endpoint({
  method: "GET",
  path: "/api/v3/webhooks/{id}",
  dialect: "reply_v3",
  access: "subscriptions:read",
  summary: "Get a webhook (Reply v3)",
  params,
  response: replyWebhookSchema,
  status: 200,
});

export const replaceReplyWebhookEndpoint = endpoint({
  method: "PUT",
  path: "/api/v3/webhooks/{id}",
  dialect: "reply_v3",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Replace a webhook (Reply v3)",
  description: "What is left out gets its default; the secret stays unless another one is given.",
  params,
  body: replaceReplyWebhookSchema,
  response: replyWebhookSchema,
  errors: { conflict: "Its secret was changed by somebody else at the same moment." },
  status: 200,
});

export const updateReplyWebhookEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v3/webhooks/{id}",
  dialect: "reply_v3",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Change a webhook (Reply v3)",
  description: "What is left out stays as it is.",
  params,
  body: updateReplyWebhookSchema,
  response: replyWebhookSchema,
  errors: { conflict: "Its secret was changed by somebody else at the same moment." },
  status: 200,
});

export const deleteReplyWebhookEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v3/webhooks/{id}",
  dialect: "reply_v3",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Delete a webhook (Reply v3)",
  description: "Deliveries not sent yet are canceled.",
  params,
  response: z.void(),
  status: 204,
});

export const listReplyWebhookEventsEndpoint = endpoint({
  method: "GET",
  path: "/api/v3/webhook-events",
  dialect: "reply_v3",
  access: "events:read",
  summary: "List what was delivered (Reply v3)",
  description:
    "Bodies of deliveries that look as Reply's do, newest first. What takes another scope to read is left out.",
  query: listReplyWebhookEventsQuerySchema,
  response: z.array(replyWebhookEventSchema),
  status: 200,
});

export const getReplyWebhookEventEndpoint = endpoint({
  method: "GET",
  path: "/api/v3/webhook-events/{eventId}",
  dialect: "reply_v3",
  access: "events:read",
  summary: "Get what was delivered of an event (Reply v3)",
  params: z.object({ eventId: z.uuid() }),
  response: replyWebhookEventSchema,
  status: 200,
});
