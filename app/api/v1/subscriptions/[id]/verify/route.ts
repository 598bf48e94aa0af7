import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { verifySubscriptionEndpoint } from "@/features/subscriptions/contract";
import { verifySubscription } from "@/features/subscriptions/verify";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(verifySubscriptionEndpoint, ({ ctx, params }) => verifySubscription(ctx, params.id)),
});
