import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { discardIncomingRequestsEndpoint } from "@/features/incoming-webhooks/contract";
import { discardHeldRequests } from "@/features/incoming-webhooks/discard";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(discardIncomingRequestsEndpoint, ({ ctx, params, body }) =>
    discardHeldRequests(ctx, params.id, body),
  ),
});
