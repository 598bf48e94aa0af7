import { methods, route } from "@/app/api/_lib/route";
import { listSubscriptionStatsEndpoint } from "@/features/subscriptions/contract";
import { listSubscriptionStats } from "@/features/subscriptions/queries";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(listSubscriptionStatsEndpoint, async ({ ctx, query }) => ({
    data: await listSubscriptionStats(ctx, query),
  })),
});
