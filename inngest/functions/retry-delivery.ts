import { retryDelivery } from "@/features/sending/retry";
import { inngest } from "@/inngest/client";
import { deliveryRetryCanceled, deliveryRetryScheduled, subscriptionDeleted } from "@/inngest/events";

/**
 * One failing delivery's way through its schedule: attempt, sleep until the next exact time, again until it succeeds or the schedule ends.
 * Where it has to wait for its target, the run ends, and the attempt that is made at last starts the next.
 */
export const retryDeliveryFunction = inngest.createFunction(
  {
    id: "retry-delivery",
    triggers: [deliveryRetryScheduled],
    // How much a target gets is decided by the claim, for retries and first attempts alike.
    concurrency: { limit: 128 },
    cancelOn: [
      { event: deliveryRetryCanceled, match: "data.deliveryId" },
      { event: subscriptionDeleted, match: "data.subscriptionId" },
    ],
    retries: 3,
  },
  async ({ event, step }) => {
    const { deliveryId, attempt: first } = event.data;
    // The event's time is that of the first attempt, and no run starts before it.
    let planned = await step.run(`attempt-${first}`, () => retryDelivery(deliveryId, first));
    while (planned) {
      const { attempt, at } = planned;
      await step.sleepUntil(`until-attempt-${attempt}`, new Date(at));
      planned = await step.run(`attempt-${attempt}`, () => retryDelivery(deliveryId, attempt));
    }
  },
);
