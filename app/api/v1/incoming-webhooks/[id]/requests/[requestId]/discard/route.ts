import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { discardIncomingRequestEndpoint } from "@/features/incoming-webhooks/contract";
import { discardRequest } from "@/features/incoming-webhooks/discard";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(discardIncomingRequestEndpoint, ({ ctx, params }) =>
    discardRequest(ctx, params.id, params.requestId),
  ),
});
