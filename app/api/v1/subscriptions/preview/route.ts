import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { previewSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { previewSubscription } from "@/features/subscriptions/preview";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(previewSubscriptionEndpoint, ({ ctx, body }) => previewSubscription(ctx, body)),
});
