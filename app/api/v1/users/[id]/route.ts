import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getUserEndpoint, removeUserEndpoint, updateUserEndpoint } from "@/features/team/contract";
import { getUser } from "@/features/team/queries";
import { removeUser } from "@/features/team/removal";
import { updateUser } from "@/features/team/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getUserEndpoint, ({ ctx, params }) => getUser(ctx, params.id)),
  PATCH: route(updateUserEndpoint, ({ ctx, params, body }) => updateUser(ctx, params.id, body)),
  DELETE: route(removeUserEndpoint, ({ ctx, params, query }) => removeUser(ctx, params.id, query)),
});
