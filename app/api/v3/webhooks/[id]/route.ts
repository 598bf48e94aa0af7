import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import {
  deleteReplyWebhookEndpoint,
  getReplyWebhookEndpoint,
  replaceReplyWebhookEndpoint,
  updateReplyWebhookEndpoint,
} from "@/features/reply-v3/contract";
import { getReplyWebhook } from "@/features/reply-v3/queries";
import { deleteReplyWebhook, updateReplyWebhook } from "@/features/reply-v3/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getReplyWebhookEndpoint, ({ ctx, params }) => getReplyWebhook(ctx, params.id)),
  PUT: route(replaceReplyWebhookEndpoint, ({ ctx, params, body }) =>
    updateReplyWebhook(ctx, params.id, body),
  ),
  PATCH: route(updateReplyWebhookEndpoint, ({ ctx, params, body }) =>
    updateReplyWebhook(ctx, params.id, body),
  ),
  DELETE: route(deleteReplyWebhookEndpoint, ({ ctx, params }) => deleteReplyWebhook(ctx, params.id)),
});
