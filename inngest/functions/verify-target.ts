import { cron } from "inngest";
import { listOverdueVerifications, verifyWhenDue } from "@/features/subscriptions/verify";
import { inngest } from "@/inngest/client";
import { subscriptionDeleted, verificationRequested, workerStarted } from "@/inngest/events";

/** Asks a target whether it wants to be one, and again after a while, until it does or a person has to look after it. */
export const verifyTarget = inngest.createFunction(
  {
    id: "verify-target",
    triggers: [verificationRequested],
    concurrency: { limit: 32 },
    cancelOn: [{ event: subscriptionDeleted, match: "data.subscriptionId" }],
    retries: 3,
  },
  async ({ event, step }) => {
    const { organizationId, subscriptionId } = event.data;
    for (let number = 1; ; number++) {
      const next = await step.run(`try-${number}`, () => verifyWhenDue(organizationId, subscriptionId));
      if (next === null) return;
      await step.sleepUntil(`until-${number + 1}`, new Date(next));
    }
  },
);

/** The safety net: each minute, and when a worker starts, finds the targets whose run was lost. */
export const sweepVerifications = inngest.createFunction(
  { id: "sweep-verifications", triggers: [cron("* * * * *"), workerStarted], concurrency: { limit: 1 } },
  async ({ step }) => {
    const overdue = await step.run("find", listOverdueVerifications);
    if (overdue.length === 0) return;
    await step.sendEvent(
      "ask",
      overdue.map((target) => verificationRequested.create(target)),
    );
  },
);
