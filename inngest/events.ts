import { eventType } from "inngest";
import * as z from "zod";

/** Deliveries become due at the time of the event; what is due at once, a notification of the database tells. Carries nothing: the rows say what. */
export const deliveriesDue = eventType("deliveries/due", { schema: z.object({}) });

/** A delivery failed and has a next attempt; `attempt` is its number, and the event's `ts` its time. */
export const deliveryRetryScheduled = eventType("deliveries/retry.scheduled", {
  schema: z.object({ deliveryId: z.uuid(), subscriptionId: z.uuid(), attempt: z.int().min(2) }),
});

/** Ends the retry runs of a subscription. Those of a paused one wait on: it may be active again in time. */
export const subscriptionDeleted = eventType("subscriptions/subscription.deleted", {
  schema: z.object({ subscriptionId: z.uuid() }),
});

/** A subscription's target is to be asked whether it wants to be one. */
export const verificationRequested = eventType("subscriptions/verification.requested", {
  schema: z.object({ subscriptionId: z.uuid(), organizationId: z.int() }),
});

/** Ends the retry run of one delivery that was canceled. */
export const deliveryRetryCanceled = eventType("deliveries/retry.canceled", {
  schema: z.object({ deliveryId: z.uuid() }),
});

/** A worker started and wants to know what its predecessor left behind. */
export const workerStarted = eventType("workers/worker.started", { schema: z.object({}) });

/** Requests of an incoming webhook wait for their turn, or for a resume that was. Carries nothing: the rows say what. */
export const waitingRequestsDue = eventType("incoming-webhooks/waiting.due", { schema: z.object({}) });

/** A mail to a customer is due at the time of the event. */
export const mailDue = eventType("mails/mail.due", { schema: z.object({ mailId: z.uuid() }) });
