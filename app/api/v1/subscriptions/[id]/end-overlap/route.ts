import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { endSubscriptionOverlapEndpoint } from "@/features/subscriptions/contract";
import { endSubscriptionOverlap } from "@/features/subscriptions/rotation";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(endSubscriptionOverlapEndpoint, ({ ctx, params }) => endSubscriptionOverlap(ctx, params.id)),
});
