import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { checkSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { checkSubscription } from "@/features/subscriptions/preview";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(checkSubscriptionEndpoint, ({ ctx, body }) => checkSubscription(ctx, body)),
});
