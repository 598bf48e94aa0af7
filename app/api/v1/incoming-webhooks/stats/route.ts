import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listIncomingStatsEndpoint } from "@/features/incoming-webhooks/contract";
import { listIncomingStats } from "@/features/incoming-webhooks/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listIncomingStatsEndpoint, async ({ ctx, query }) => ({
    data: await listIncomingStats(ctx, query.ids),
  })),
});
