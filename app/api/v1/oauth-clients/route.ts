import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { createOAuthClientEndpoint, listOAuthClientsEndpoint } from "@/features/oauth-clients/contract";
import { listOAuthClients } from "@/features/oauth-clients/queries";
import { createOAuthClient } from "@/features/oauth-clients/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listOAuthClientsEndpoint, ({ ctx, query }) => listOAuthClients(ctx, query)),
  POST: route(createOAuthClientEndpoint, ({ ctx, body }) => createOAuthClient(ctx, body)),
});
