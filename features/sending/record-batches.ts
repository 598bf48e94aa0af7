import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { type Outcome, type Recorded, recordOutcomes } from "@/features/sending/record";
import { log } from "@/lib/log";

const MAX_BATCH = 200;
const MAX_WAIT_MS = 4;
const RETRY_WAIT_MS = 500;
const MAX_TRIES = 60;

interface Waiting {
  outcome: Outcome;
  settle: (recorded: Recorded | null) => void;
}

let queue: Waiting[] = [];
let timer: NodeJS.Timeout | undefined;
let isWriting = false;

/**
 * Writes an outcome together with those of the same few milliseconds. Resolves once committed: to null if the lease was lost.
 * While Postgres is away it keeps trying until the leases are long over, so that a short outage costs no attempt.
 */
export function recordOutcome(outcome: Outcome): Promise<Recorded | null> {
  return new Promise((settle) => {
    queue.push({ outcome, settle });
    if (queue.length >= MAX_BATCH) flush();
    else if (!timer) timer = setTimeout(flush, MAX_WAIT_MS);
  });
}

/** One batch at a time: two would lock the same health and counter rows in different orders. */
function flush(): void {
  clearTimeout(timer);
  timer = undefined;
  if (isWriting || queue.length === 0) return;
  isWriting = true;
  const batch = queue.slice(0, MAX_BATCH);
  queue = queue.slice(MAX_BATCH);
  void write(batch).finally(() => {
    isWriting = false;
    flush();
  });
}

async function write(batch: Waiting[]): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      const written = await recordOutcomes(batch.map(({ outcome }) => outcome));
      for (const { outcome, settle } of batch) settle(written.get(outcome.delivery) ?? null);
      return;
    } catch (error) {
      log.warn({ err: error, tries, batch: batch.length }, "could not record outcomes");
      if (tries >= MAX_TRIES) {
        for (const { settle } of batch) settle(null);
        return;
      }
      await sleep(RETRY_WAIT_MS);
    }
  }
}
