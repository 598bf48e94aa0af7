import { cron } from "inngest";
import { reconcileDeliveries } from "@/features/deliveries/reconcile";
import { nextDueAt } from "@/features/sending/due";
import { startSending } from "@/features/sending/pump";
import { inngest } from "@/inngest/client";
import { deliveriesDue, workerStarted } from "@/inngest/events";

/** The safety net under every lost message: each minute, and when a worker starts, takes whatever is due and unclaimed or past its lease. */
export const sweepDeliveries = inngest.createFunction(
  {
    id: "sweep-deliveries",
    triggers: [cron("* * * * *"), workerStarted],
    concurrency: { limit: 1 },
  },
  async ({ step }) => {
    const nextAt = await step.run("sweep", async () => {
      await reconcileDeliveries();
      startSending();
      return (await nextDueAt())?.getTime() ?? null;
    });
    if (nextAt !== null) {
      await step.sendEvent("wake-at-next", deliveriesDue.create({}, { ts: nextAt, id: `due-at-${nextAt}` }));
    }
  },
);
