import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { sendTestEvent } from "@/features/sending/test-event";
import { testSubscriptionEndpoint } from "@/features/subscriptions/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(testSubscriptionEndpoint, ({ ctx, params, body }) => sendTestEvent(ctx, params.id, body)),
});
