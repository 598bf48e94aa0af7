import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { revokeOAuthSessionEndpoint } from "@/features/oauth-sessions/contract";
import { revokeOAuthSession } from "@/features/oauth-sessions/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(revokeOAuthSessionEndpoint, ({ ctx, params }) => revokeOAuthSession(ctx, params.id)),
});
