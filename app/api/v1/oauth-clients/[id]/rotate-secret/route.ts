import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { rotateClientSecretEndpoint } from "@/features/oauth-clients/contract";
import { rotateClientSecret } from "@/features/oauth-clients/rotation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(rotateClientSecretEndpoint, ({ ctx, params, body }) =>
    rotateClientSecret(ctx, params.id, body),
  ),
});
