import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getOverviewEndpoint } from "@/features/overview/contract";
import { getOverview } from "@/features/overview/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getOverviewEndpoint, ({ ctx, query }) => getOverview(ctx, query.range)),
});
