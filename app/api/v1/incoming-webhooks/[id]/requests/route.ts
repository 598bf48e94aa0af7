import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listIncomingRequestsEndpoint } from "@/features/incoming-requests/contract";
import { listIncomingRequests } from "@/features/incoming-requests/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listIncomingRequestsEndpoint, ({ ctx, params, query }) =>
    listIncomingRequests(ctx, params.id, query),
  ),
});
