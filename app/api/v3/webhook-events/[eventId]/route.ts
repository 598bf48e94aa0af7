import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getReplyWebhookEventEndpoint } from "@/features/reply-v3/contract";
import { getReplyWebhookEvent } from "@/features/reply-v3/events";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getReplyWebhookEventEndpoint, ({ ctx, params }) => getReplyWebhookEvent(ctx, params.eventId)),
});
