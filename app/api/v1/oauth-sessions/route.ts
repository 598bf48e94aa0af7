import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listOAuthSessionsEndpoint } from "@/features/oauth-sessions/contract";
import { listOAuthSessions } from "@/features/oauth-sessions/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listOAuthSessionsEndpoint, ({ ctx, query }) => listOAuthSessions(ctx, query)),
});
