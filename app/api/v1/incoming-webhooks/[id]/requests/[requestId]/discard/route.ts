import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { discardIncomingRequestEndpoint } from "@/features/incoming-requests/contract";
import { discardRequest } from "@/features/incoming-requests/discard";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(discardIncomingRequestEndpoint, ({ ctx, params }) =>
    discardRequest(ctx, params.id, params.requestId),
  ),
});
