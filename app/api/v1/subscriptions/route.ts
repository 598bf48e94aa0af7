import { methods, route } from "@/app/api/_lib/route";
import { createSubscriptionEndpoint, listSubscriptionsEndpoint } from "@/features/subscriptions/contract";
import { listSubscriptions } from "@/features/subscriptions/queries";
import { createSubscription } from "@/features/subscriptions/service";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(listSubscriptionsEndpoint, ({ ctx, query }) => listSubscriptions(ctx, query)),
  POST: route(createSubscriptionEndpoint, ({ ctx, body }) => createSubscription(ctx, body)),
});
