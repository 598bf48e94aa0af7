import { methods, route } from "@/app/api/_lib/route";
import { getSubscriptionStatsEndpoint } from "@/features/subscriptions/contract";
import { getSubscriptionStats } from "@/features/subscriptions/queries";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(getSubscriptionStatsEndpoint, ({ ctx, params }) => getSubscriptionStats(ctx, params.id)),
});
