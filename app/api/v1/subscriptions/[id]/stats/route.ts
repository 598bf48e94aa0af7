import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getSubscriptionStatsEndpoint } from "@/features/subscriptions/contract";
import { getSubscriptionStats } from "@/features/subscriptions/stats-queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getSubscriptionStatsEndpoint, ({ ctx, params }) => getSubscriptionStats(ctx, params.id)),
});
