import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { extendIncomingOverlapEndpoint } from "@/features/incoming-webhooks/contract";
import { extendIncomingOverlap } from "@/features/incoming-webhooks/rotation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(extendIncomingOverlapEndpoint, ({ ctx, params, body }) =>
    extendIncomingOverlap(ctx, params.id, body),
  ),
});
