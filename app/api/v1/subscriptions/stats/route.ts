import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listSubscriptionStatsEndpoint } from "@/features/subscriptions/contract";
import { listSubscriptionStats } from "@/features/subscriptions/stats-queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listSubscriptionStatsEndpoint, async ({ ctx, query }) => ({
    data: await listSubscriptionStats(ctx, query),
  })),
});
