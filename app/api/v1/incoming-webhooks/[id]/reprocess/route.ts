import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { reprocessRequestsEndpoint } from "@/features/incoming-requests/contract";
import { reprocessRequests } from "@/features/incoming-requests/reprocess";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(reprocessRequestsEndpoint, ({ ctx, params, query }) =>
    reprocessRequests(ctx, params.id, query),
  ),
});
