import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { revokeCustomerSessionsEndpoint } from "@/features/oauth-sessions/contract";
import { revokeCustomerSessions } from "@/features/oauth-sessions/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(revokeCustomerSessionsEndpoint, ({ ctx, params }) => revokeCustomerSessions(ctx, params.id)),
});
