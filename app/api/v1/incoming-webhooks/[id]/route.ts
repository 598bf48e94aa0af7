import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import {
  deleteIncomingWebhookEndpoint,
  getIncomingWebhookEndpoint,
  updateIncomingWebhookEndpoint,
} from "@/features/incoming-webhooks/contract";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import { deleteIncomingWebhook, updateIncomingWebhook } from "@/features/incoming-webhooks/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getIncomingWebhookEndpoint, ({ ctx, params }) => getIncomingWebhook(ctx, params.id)),
  PATCH: route(updateIncomingWebhookEndpoint, ({ ctx, params, body }) =>
    updateIncomingWebhook(ctx, params.id, body),
  ),
  DELETE: route(deleteIncomingWebhookEndpoint, ({ ctx, params }) => deleteIncomingWebhook(ctx, params.id)),
});
