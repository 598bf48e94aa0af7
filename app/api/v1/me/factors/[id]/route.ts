import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { removeFactorEndpoint, renameFactorEndpoint } from "@/features/factors/contract";
import { removeFactor, renameFactor } from "@/features/factors/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route(renameFactorEndpoint, ({ ctx, params, body }) => renameFactor(ctx, params.id, body.name)),
  DELETE: route(removeFactorEndpoint, ({ ctx, params }) => removeFactor(ctx, params.id)),
});
