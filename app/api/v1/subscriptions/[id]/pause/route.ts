import { methods, route } from "@/app/api/_lib/route";
import { pauseSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { pauseSubscription } from "@/features/subscriptions/service";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(pauseSubscriptionEndpoint, ({ ctx, params }) => pauseSubscription(ctx, params.id)),
});
