import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getTokenEndpoint, revokeTokenEndpoint } from "@/features/tokens/contract";
import { getToken } from "@/features/tokens/queries";
import { revokeToken } from "@/features/tokens/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getTokenEndpoint, ({ ctx, params }) => getToken(ctx, params.id)),
  DELETE: route(revokeTokenEndpoint, ({ ctx, params }) => revokeToken(ctx, params.id)),
});
