import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listSubscriptionAttempts } from "@/features/deliveries/attempt-log";
import { listSubscriptionAttemptsEndpoint } from "@/features/subscriptions/contract";
import { assertSubscription } from "@/features/subscriptions/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listSubscriptionAttemptsEndpoint, async ({ ctx, params, query }) => {
    await assertSubscription(ctx, params.id);
    return listSubscriptionAttempts(ctx, params.id, query);
  }),
});
