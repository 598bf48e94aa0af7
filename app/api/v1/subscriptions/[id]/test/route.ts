import { methods, route } from "@/app/api/_lib/route";
import { sendTestEvent } from "@/features/deliveries/service";
import { testSubscriptionEndpoint } from "@/features/subscriptions/contract";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(testSubscriptionEndpoint, ({ ctx, params, body }) => sendTestEvent(ctx, params.id, body)),
});
