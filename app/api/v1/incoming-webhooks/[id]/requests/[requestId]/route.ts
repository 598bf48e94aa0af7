import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getIncomingRequestEndpoint } from "@/features/incoming-requests/contract";
import { getIncomingRequest } from "@/features/incoming-requests/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getIncomingRequestEndpoint, ({ ctx, params }) =>
    getIncomingRequest(ctx, params.id, params.requestId),
  ),
});
