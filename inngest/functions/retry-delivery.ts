import { retryDelivery } from "@/features/deliveries/retry";
import { inngest } from "@/inngest/client";
import { deliveryRetryCanceled, deliveryRetryScheduled, subscriptionStopped } from "@/inngest/events";

/** One failing delivery's way through its schedule: sleep until the exact time, attempt, again until it succeeds or the schedule ends. */
export const retryDeliveryFunction = inngest.createFunction(
  {
    id: "retry-delivery",
    triggers: [deliveryRetryScheduled],
    concurrency: [{ key: "event.data.subscriptionId", limit: 4 }, { limit: 64 }],
    cancelOn: [
      { event: deliveryRetryCanceled, match: "data.deliveryId" },
      { event: subscriptionStopped, match: "data.subscriptionId" },
    ],
    retries: 3,
  },
  async ({ event, step }) => {
    const { deliveryId } = event.data;
    let planned: { attempt: number; at: string } | null = event.data;
    while (planned) {
      const { attempt, at }: { attempt: number; at: string } = planned;
      await step.sleepUntil(`until-attempt-${attempt}`, new Date(at));
      planned = await step.run(`attempt-${attempt}`, () => retryDelivery(deliveryId, attempt));
    }
  },
);
