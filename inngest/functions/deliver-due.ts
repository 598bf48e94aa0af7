import { startSending } from "@/features/sending/pump";
import { inngest } from "@/inngest/client";
import { deliveriesDue } from "@/inngest/events";

/** At a time that the sweep found to be the next one: has whatever is due by then sent, and does not wait for it. */
export const deliverDue = inngest.createFunction(
  { id: "deliver-due", triggers: [deliveriesDue], concurrency: { limit: 4 } },
  async ({ step }) => {
    await step.run("drain", async () => startSending());
  },
);
