import { startSending } from "@/features/deliveries/pump";
import { inngest } from "@/inngest/client";
import { deliveriesDue } from "@/inngest/events";

/**
 * Has whatever is due sent, many at a time. The run does not wait for the sending: wake-ups arrive
 * faster than a slow target answers, and would pile up behind it.
 */
export const deliverDue = inngest.createFunction(
  { id: "deliver-due", triggers: [deliveriesDue], concurrency: { limit: 4 } },
  async ({ step }) => {
    await step.run("drain", async () => startSending());
  },
);
