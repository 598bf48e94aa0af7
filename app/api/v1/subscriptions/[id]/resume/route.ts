import { methods, route } from "@/app/api/_lib/route";
import { resumeSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { resumeSubscription } from "@/features/subscriptions/service";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(resumeSubscriptionEndpoint, ({ ctx, params }) => resumeSubscription(ctx, params.id)),
});
