import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import {
  deleteSubscriptionEndpoint,
  getSubscriptionEndpoint,
  updateSubscriptionEndpoint,
} from "@/features/subscriptions/contract";
import { getSubscription } from "@/features/subscriptions/queries";
import { deleteSubscription, updateSubscription } from "@/features/subscriptions/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getSubscriptionEndpoint, ({ ctx, params }) => getSubscription(ctx, params.id)),
  PATCH: route(updateSubscriptionEndpoint, ({ ctx, params, body }) =>
    updateSubscription(ctx, params.id, body),
  ),
  DELETE: route(deleteSubscriptionEndpoint, ({ ctx, params }) => deleteSubscription(ctx, params.id)),
});
