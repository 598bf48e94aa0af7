import { cron } from "inngest";
import { pruneExpired, pruneLog } from "@/features/deliveries/retention";
import { inngest } from "@/inngest/client";

const MAX_BATCHES = 200;

/** Each hour deletes what is past its retention, in small batches so that no lock is held for long. */
export const pruneLogs = inngest.createFunction(
  { id: "prune-logs", triggers: [cron("17 * * * *")], concurrency: { limit: 1 } },
  async ({ step }) => {
    await step.run("expired", pruneExpired);
    for (let batch = 1; batch <= MAX_BATCHES; batch++) {
      if (!(await step.run(`log-${batch}`, pruneLog))) return;
    }
  },
);
