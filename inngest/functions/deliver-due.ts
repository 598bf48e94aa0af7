import { RetryAfterError } from "inngest";
import { drainDue } from "@/features/deliveries/pump";
import { inngest } from "@/inngest/client";
import { deliveriesDue } from "@/inngest/events";

/** A run only starts the sending and waits a moment for it; what takes longer goes on without holding the run. */
const DRAIN_MS = 1000;

/** Sends first attempts, resends and whatever lost its own run, many at a time. */
export const deliverDue = inngest.createFunction(
  { id: "deliver-due", triggers: [deliveriesDue], concurrency: { limit: 4 }, retries: 5 },
  async ({ step }) => {
    await step.run("drain", async () => {
      try {
        await drainDue(DRAIN_MS);
      } catch (error) {
        throw new RetryAfterError("The deliveries could not be drained", "2s", { cause: error });
      }
    });
  },
);
