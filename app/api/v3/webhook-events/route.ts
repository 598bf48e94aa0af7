import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listReplyWebhookEventsEndpoint } from "@/features/reply-v3/contract";
import { listReplyWebhookEvents } from "@/features/reply-v3/events";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listReplyWebhookEventsEndpoint, ({ ctx, query }) => listReplyWebhookEvents(ctx, query)),
});
