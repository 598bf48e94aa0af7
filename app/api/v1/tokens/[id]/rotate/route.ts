import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { rotateTokenEndpoint } from "@/features/tokens/contract";
import { rotateToken } from "@/features/tokens/rotation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(rotateTokenEndpoint, ({ ctx, params, body }) => rotateToken(ctx, params.id, body)),
});
