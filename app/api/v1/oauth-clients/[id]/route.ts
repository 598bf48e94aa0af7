import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import {
  deleteOAuthClientEndpoint,
  getOAuthClientEndpoint,
  updateOAuthClientEndpoint,
} from "@/features/oauth-clients/contract";
import { getOAuthClient } from "@/features/oauth-clients/queries";
import { updateOAuthClient } from "@/features/oauth-clients/service";
import { deleteOAuthClient } from "@/features/oauth-sessions/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getOAuthClientEndpoint, ({ ctx, params }) => getOAuthClient(ctx, params.id)),
  PATCH: route(updateOAuthClientEndpoint, ({ ctx, params, body }) => updateOAuthClient(ctx, params.id, body)),
  DELETE: route(deleteOAuthClientEndpoint, ({ ctx, params }) => deleteOAuthClient(ctx, params.id)),
});
