import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import {
  deleteRestHookEndpoint,
  getRestHookEndpoint,
  updateRestHookEndpoint,
} from "@/features/rest-hooks/contract";
import { getRestHook } from "@/features/rest-hooks/queries";
import { deleteRestHook, updateRestHook } from "@/features/rest-hooks/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getRestHookEndpoint, ({ ctx, params }) => getRestHook(ctx, params.id)),
  PATCH: route(updateRestHookEndpoint, ({ ctx, params, body }) => updateRestHook(ctx, params.id, body)),
  DELETE: route(deleteRestHookEndpoint, ({ ctx, params }) => deleteRestHook(ctx, params.id)),
});
