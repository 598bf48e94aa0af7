import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { pauseSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { pauseSubscription } from "@/features/subscriptions/status";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(pauseSubscriptionEndpoint, ({ ctx, params, body }) => pauseSubscription(ctx, params.id, body)),
});
