import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { createSubscriptionEndpoint, listSubscriptionsEndpoint } from "@/features/subscriptions/contract";
import { listSubscriptions } from "@/features/subscriptions/queries";
import { createSubscription } from "@/features/subscriptions/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listSubscriptionsEndpoint, ({ ctx, query }) => listSubscriptions(ctx, query)),
  POST: route(createSubscriptionEndpoint, ({ ctx, body }) => createSubscription(ctx, body)),
});
