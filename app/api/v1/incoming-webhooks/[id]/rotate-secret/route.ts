import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { rotateIncomingSecretEndpoint } from "@/features/incoming-webhooks/contract";
import { rotateIncomingSecret } from "@/features/incoming-webhooks/rotation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(rotateIncomingSecretEndpoint, ({ ctx, params, body }) =>
    rotateIncomingSecret(ctx, params.id, body),
  ),
});
