import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { endIncomingOverlapEndpoint } from "@/features/incoming-webhooks/contract";
import { endIncomingOverlap } from "@/features/incoming-webhooks/rotation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(endIncomingOverlapEndpoint, ({ ctx, params }) => endIncomingOverlap(ctx, params.id)),
});
