import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getTokenUsageEndpoint } from "@/features/tokens/contract";
import { getTokenUsage } from "@/features/tokens/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getTokenUsageEndpoint, ({ ctx, params, query }) => getTokenUsage(ctx, params.id, query.days)),
});
