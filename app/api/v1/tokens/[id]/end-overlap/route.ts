import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { endTokenOverlapEndpoint } from "@/features/tokens/contract";
import { endTokenOverlap } from "@/features/tokens/rotation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(endTokenOverlapEndpoint, ({ ctx, params }) => endTokenOverlap(ctx, params.id)),
});
