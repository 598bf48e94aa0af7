import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { resumeSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { resumeSubscription } from "@/features/subscriptions/status";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(resumeSubscriptionEndpoint, ({ ctx, params, body }) =>
    resumeSubscription(ctx, params.id, body),
  ),
});
