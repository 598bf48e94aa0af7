import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { extendClientOverlapEndpoint } from "@/features/oauth-clients/contract";
import { extendClientOverlap } from "@/features/oauth-clients/rotation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(extendClientOverlapEndpoint, ({ ctx, params, body }) =>
    extendClientOverlap(ctx, params.id, body),
  ),
});
