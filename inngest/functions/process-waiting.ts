import { cron } from "inngest";
import { processWaiting } from "@/features/incoming-requests/process-waiting";
import { inngest } from "@/inngest/client";
import { waitingRequestsDue } from "@/inngest/events";
import { MINUTE_MS, SECOND_MS } from "@/lib/time";

const MAX_ROUNDS = 200;

/**
 * Processes what waits at incoming webhooks, in rounds as their limits allow. Each minute a run begins that looks after them for that minute, so
 * that nothing depends on a message; one that tells of the first that waits begins another, which need not wait for the next minute.
 */
export const processWaitingRequests = inngest.createFunction(
  { id: "process-waiting", triggers: [waitingRequestsDue, cron("* * * * *")], concurrency: { limit: 1 } },
  async ({ step }) => {
    let endsAt = Number.POSITIVE_INFINITY;
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const { startedAt, seconds, nextAt } = await step.run(`round-${round}`, runRound);
      endsAt = Math.min(endsAt, startedAt + MINUTE_MS);
      if (seconds === null || nextAt >= endsAt) return;
      if (seconds > 0) await step.sleepUntil(`until-round-${round + 1}`, new Date(nextAt));
    }
  },
);

async function runRound() {
  const startedAt = Date.now();
  const seconds = await processWaiting();
  return { startedAt, seconds, nextAt: Date.now() + (seconds ?? 0) * SECOND_MS };
}
