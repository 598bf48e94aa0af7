import { methods, route } from "@/app/api/_lib/route";
import { getTokenEndpoint, revokeTokenEndpoint } from "@/features/tokens/contract";
import { getToken } from "@/features/tokens/queries";
import { revokeToken } from "@/features/tokens/service";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(getTokenEndpoint, ({ ctx, params }) => getToken(ctx, params.id)),
  DELETE: route(revokeTokenEndpoint, ({ ctx, params }) => revokeToken(ctx, params.id)),
});
