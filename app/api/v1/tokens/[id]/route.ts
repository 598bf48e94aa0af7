import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getTokenEndpoint, revokeTokenEndpoint, updateTokenEndpoint } from "@/features/tokens/contract";
import { getToken } from "@/features/tokens/queries";
import { revokeToken, updateToken } from "@/features/tokens/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getTokenEndpoint, ({ ctx, params }) => getToken(ctx, params.id)),
  PATCH: route(updateTokenEndpoint, ({ ctx, params, body }) => updateToken(ctx, params.id, body)),
  DELETE: route(revokeTokenEndpoint, ({ ctx, params }) => revokeToken(ctx, params.id)),
});
