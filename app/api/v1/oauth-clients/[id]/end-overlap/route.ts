import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { endClientOverlapEndpoint } from "@/features/oauth-clients/contract";
import { endClientOverlap } from "@/features/oauth-clients/rotation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(endClientOverlapEndpoint, ({ ctx, params }) => endClientOverlap(ctx, params.id)),
});
