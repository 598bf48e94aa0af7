import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import {
  createIncomingWebhookEndpoint,
  listIncomingWebhooksEndpoint,
} from "@/features/incoming-webhooks/contract";
import { listIncomingWebhooks } from "@/features/incoming-webhooks/queries";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listIncomingWebhooksEndpoint, ({ ctx, query }) => listIncomingWebhooks(ctx, query)),
  POST: route(createIncomingWebhookEndpoint, ({ ctx, body }) => createIncomingWebhook(ctx, body)),
});
