import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { rotateSubscriptionSecretEndpoint } from "@/features/subscriptions/contract";
import { rotateSubscriptionSecret } from "@/features/subscriptions/rotation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(rotateSubscriptionSecretEndpoint, ({ ctx, params, body }) =>
    rotateSubscriptionSecret(ctx, params.id, body),
  ),
});
