import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { extendSubscriptionOverlapEndpoint } from "@/features/subscriptions/contract";
import { extendSubscriptionOverlap } from "@/features/subscriptions/rotation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(extendSubscriptionOverlapEndpoint, ({ ctx, params, body }) =>
    extendSubscriptionOverlap(ctx, params.id, body),
  ),
});
