import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listDeliveries } from "@/features/deliveries/queries";
import { listSubscriptionDeliveriesEndpoint } from "@/features/subscriptions/contract";
import { assertSubscription } from "@/features/subscriptions/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listSubscriptionDeliveriesEndpoint, async ({ ctx, params, query }) => {
    await assertSubscription(ctx, params.id);
    return listDeliveries(ctx, { ...query, subscriptionId: params.id });
  }),
});
