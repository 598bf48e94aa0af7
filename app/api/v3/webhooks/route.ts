import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { createReplyWebhookEndpoint, listReplyWebhooksEndpoint } from "@/features/reply-v3/contract";
import { listReplyWebhooks } from "@/features/reply-v3/queries";
import { createReplyWebhook } from "@/features/reply-v3/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listReplyWebhooksEndpoint, ({ ctx, query }) => listReplyWebhooks(ctx, query)),
  POST: route(createReplyWebhookEndpoint, ({ ctx, body }) => createReplyWebhook(ctx, body)),
});
