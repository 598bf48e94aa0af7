import { methods, route } from "@/app/api/_lib/route";
import { listDeliveries } from "@/features/deliveries/queries";
import { listSubscriptionDeliveriesEndpoint } from "@/features/subscriptions/contract";
import { assertSubscription } from "@/features/subscriptions/queries";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(listSubscriptionDeliveriesEndpoint, async ({ ctx, params, query }) => {
    await assertSubscription(ctx, params.id);
    return listDeliveries(ctx, { ...query, subscriptionId: params.id });
  }),
});
