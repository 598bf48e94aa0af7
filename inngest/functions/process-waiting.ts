import { cron } from "inngest";
import { processHeldBatch } from "@/features/incoming-requests/process-held";
import { inngest } from "@/inngest/client";
import { heldRequestsDue } from "@/inngest/events";

const MAX_BATCHES = 200;

/** When an incoming webhook resumes, and each minute in case that message was lost, processes what webhooks held that are active now. */
export const processHeld = inngest.createFunction(
  { id: "process-held", triggers: [heldRequestsDue, cron("* * * * *")], concurrency: { limit: 1 } },
  async ({ step }) => {
    let after: string | null = null;
    for (let batch = 1; batch <= MAX_BATCHES; batch++) {
      const from: string | null = after;
      after = await step.run(`batch-${batch}`, () => processHeldBatch(from));
      if (after === null) return;
    }
  },
);
