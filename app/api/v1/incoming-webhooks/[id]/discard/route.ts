import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { discardHeldRequests } from "@/features/incoming-requests/discard";
import { discardIncomingRequestsEndpoint } from "@/features/incoming-webhooks/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(discardIncomingRequestsEndpoint, ({ ctx, params, body }) =>
    discardHeldRequests(ctx, params.id, body),
  ),
});
