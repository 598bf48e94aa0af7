import * as z from "zod";
import { listAttemptsQuerySchema, loggedAttemptSchema } from "@/features/deliveries/attempt-schema";
import { deliverySchema, listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import {
  discardedHeldSchema,
  discardHeldSchema,
  pauseSubscriptionSchema,
  resumeSubscriptionSchema,
} from "@/features/subscriptions/held-schema";
import {
  checkSubscriptionSchema,
  previewSubscriptionSchema,
  subscriptionCheckSchema,
  subscriptionPreviewSchema,
} from "@/features/subscriptions/preview-schema";
import {
  createdSubscriptionSchema,
  createSubscriptionSchema,
  listSubscriptionsQuerySchema,
  rotatedSubscriptionSchema,
  rotateSubscriptionSecretSchema,
  subscriptionSchema,
  testSubscriptionSchema,
  updateSubscriptionSchema,
} from "@/features/subscriptions/schema";
import {
  listedSubscriptionStatsSchema,
  listSubscriptionStatsQuerySchema,
  subscriptionStatsSchema,
} from "@/features/subscriptions/stats-schema";
import { endpoint } from "@/lib/endpoint";
import { extendOverlapSchema } from "@/lib/overlap";
import { pageSchema } from "@/lib/pagination";

const params = z.object({ id: z.uuid() });

const TARGET_CONFLICT = {
  conflict: "It was made through the API of REST Hooks, where another one has this target.",
};

export const listSubscriptionsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/subscriptions",
  access: "subscriptions:read",
  summary: "List event subscriptions",
  description: "Newest first.",
  query: listSubscriptionsQuerySchema,
  response: pageSchema(subscriptionSchema),
  status: 200,
});

export const createSubscriptionEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/subscriptions",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Create an event subscription",
  description:
    "From now on every event that matches is delivered to the target URL. The signing secret is in this answer only.",
  body: createSubscriptionSchema,
  response: createdSubscriptionSchema,
  errors: { conflict: "The organization has as many subscriptions as it can have." },
  status: 201,
});

export const previewSubscriptionEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/subscriptions/preview",
  access: "subscriptions:write",
  summary: "Count the events that settings would match",
  description:
    "Changes nothing. The settings are tried on the newest events of the last 7 days, up to 5000; with a subscription's id, beside those that it has. It takes the rights that saving them would.",
  body: previewSubscriptionSchema,
  response: subscriptionPreviewSchema,
  status: 200,
});

export const checkSubscriptionEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/subscriptions/check",
  access: "subscriptions:write",
  summary: "Tell whether settings match an event",
  description:
    "Changes nothing. The event is given, or is one that was published, which takes the right to read it. Beside that it takes the rights that saving the settings would.",
  body: checkSubscriptionSchema,
  response: subscriptionCheckSchema,
  status: 200,
});

export const getSubscriptionEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/subscriptions/{id}",
  access: "subscriptions:read",
  summary: "Get an event subscription",
  params,
  response: subscriptionSchema,
  status: 200,
});

export const updateSubscriptionEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/subscriptions/{id}",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Change an event subscription",
  description: "isActive false pauses it: events are held until it is active again.",
  params,
  body: updateSubscriptionSchema,
  response: subscriptionSchema,
  errors: TARGET_CONFLICT,
  status: 200,
});

export const deleteSubscriptionEndpoint = endpoint({
  method: "DELETE",
  path: "/api/v1/subscriptions/{id}",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Delete an event subscription",
  description: "Deliveries not sent yet are canceled; the log stays readable.",
  params,
  response: z.void(),
  status: 204,
});

export const pauseSubscriptionEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/subscriptions/{id}/pause",
  access: "subscriptions:write",
  summary: "Pause an event subscription",
  description:
    "Events for it are held until it is resumed. Of one that is paused already, a note changes why it is.",
  params,
  body: pauseSubscriptionSchema,
  response: subscriptionSchema,
  errors: TARGET_CONFLICT,
  status: 200,
});

export const resumeSubscriptionEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/subscriptions/{id}/resume",
  access: "subscriptions:write",
  summary: "Resume a paused or disabled subscription",
  description: "Events held meanwhile are delivered, oldest first, unless the call says to keep them.",
  params,
  body: resumeSubscriptionSchema,
  response: subscriptionSchema,
  errors: TARGET_CONFLICT,
  status: 200,
});

export const discardHeldEventsEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/subscriptions/{id}/discard",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Discard the events that wait for a subscription",
  description:
    "Up to 1,000 at a time, oldest first, and none that came after `upToId`. Their deliveries stay in the log as canceled. Call again with the same `upToId` while `hasMore` is true.",
  params,
  body: discardHeldSchema,
  response: discardedHeldSchema,
  status: 200,
});

export const verifySubscriptionEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/subscriptions/{id}/verify",
  access: "subscriptions:write",
  summary: "Verify the target of an event subscription now",
  description:
    "Sends it an empty POST with a random X-Hook-Secret, which it has to answer with status 200 and the same header within 10 seconds. 200 here means that it was asked: lastVerification says with what outcome. Then events that were held go out, or pendingTargetUrl becomes the target.",
  errors: { conflict: "The target need not be verified, or was changed before it answered." },
  callsOut: true,
  params,
  response: subscriptionSchema,
  status: 200,
});

export const rotateSubscriptionSecretEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/subscriptions/{id}/rotate-secret",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Replace the signing secret of an event subscription",
  description:
    "Deliveries carry the signatures of both secrets until the overlap ends. The new one is in this answer only.",
  errors: { conflict: "A rotation is under way: the secret before still signs." },
  params,
  body: rotateSubscriptionSecretSchema,
  response: rotatedSubscriptionSchema,
  status: 200,
});

export const endSubscriptionOverlapEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/subscriptions/{id}/end-overlap",
  access: "subscriptions:write",
  summary: "Sign with the new secret of an event subscription alone from now on",
  params,
  response: subscriptionSchema,
  status: 200,
});

export const extendSubscriptionOverlapEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/subscriptions/{id}/extend-overlap",
  access: "subscriptions:write",
  sensitivity: "data",
  summary: "Sign with the previous secret of an event subscription for longer",
  errors: { conflict: "No overlap lasts." },
  params,
  body: extendOverlapSchema,
  response: subscriptionSchema,
  status: 200,
});

export const testSubscriptionEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/subscriptions/{id}/test",
  access: "subscriptions:write",
  summary: "Send a test event to one subscription",
  description: "Marked as a test and never retried. Poll the delivery for its result.",
  params,
  body: testSubscriptionSchema,
  response: deliverySchema,
  errors: { conflict: "The subscription is not active, or its owner may not get the event." },
  status: 202,
});

export const getSubscriptionStatsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/subscriptions/{id}/stats",
  access: "subscriptions:read",
  summary: "Attempts of the last 24 hours, by hour",
  params,
  response: subscriptionStatsSchema,
  status: 200,
});

export const listSubscriptionStatsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/subscriptions/stats",
  access: "subscriptions:read",
  summary: "Attempts of the last 24 hours for several subscriptions",
  description: "Ids that are unknown, or another organization's, are left out of the answer.",
  query: listSubscriptionStatsQuerySchema,
  response: z.object({ data: z.array(listedSubscriptionStatsSchema) }),
  status: 200,
});

export const listSubscriptionDeliveriesEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/subscriptions/{id}/deliveries",
  access: "deliveries:read",
  summary: "List the deliveries of a subscription",
  params,
  query: listDeliveriesQuerySchema.omit({ subscriptionId: true }),
  response: pageSchema(deliverySchema),
  status: 200,
});

export const listSubscriptionAttemptsEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/subscriptions/{id}/attempts",
  access: "deliveries:read",
  summary: "List the attempts to deliver to a subscription",
  description: "Every HTTP try of its deliveries, newest first.",
  params,
  query: listAttemptsQuerySchema,
  response: pageSchema(loggedAttemptSchema),
  status: 200,
});
