import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { extendTokenOverlapEndpoint } from "@/features/tokens/contract";
import { extendTokenOverlap } from "@/features/tokens/rotation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(extendTokenOverlapEndpoint, ({ ctx, params, body }) =>
    extendTokenOverlap(ctx, params.id, body),
  ),
});
