import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getIncomingStatsEndpoint } from "@/features/incoming-webhooks/contract";
import { getIncomingStats } from "@/features/incoming-webhooks/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getIncomingStatsEndpoint, ({ ctx, params }) => getIncomingStats(ctx, params.id)),
});
