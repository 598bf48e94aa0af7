import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { revokeCustomerSessions } from "@/features/customers/accounts";
import { revokeCustomerSessionsEndpoint } from "@/features/oauth-sessions/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(revokeCustomerSessionsEndpoint, ({ ctx, params }) => revokeCustomerSessions(ctx, params.id)),
});
