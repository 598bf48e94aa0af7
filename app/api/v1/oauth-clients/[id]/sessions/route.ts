import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { revokeClientSessionsEndpoint } from "@/features/oauth-sessions/contract";
import { revokeClientSessions } from "@/features/oauth-sessions/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(revokeClientSessionsEndpoint, ({ ctx, params }) => revokeClientSessions(ctx, params.id)),
});
