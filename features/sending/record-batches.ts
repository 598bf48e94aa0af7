import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { type Outcome, type Recorded, recordOutcomes } from "@/features/sending/record";
import { log } from "@/lib/log";

const MAX_BATCH = 200;
/** How long an outcome that someone waits for waits for others. */
const SOON_MS = 4;
/** The same of any other: a statement for each event would cost as much as sending does. */
const LATER_MS = 100;
const RETRY_WAIT_MS = 500;
const MAX_TRIES = 60;

interface Waiting {
  outcome: Outcome;
  settle: (recorded: Recorded | null) => void;
}

let queue: Waiting[] = [];
let timer: NodeJS.Timeout | undefined;
/** When the timer goes off, by `performance.now()`. */
let flushAt = 0;
let isWriting = false;
/** Its time came while others were written. */
let isOverdue = false;

/**
 * Writes an outcome together with those of the same few milliseconds, or of a tenth of a second if nothing waits for it. Resolves once committed: to
 * null if the lease was lost. While Postgres is away it keeps trying until the leases are long over, so that a short outage costs no attempt, unless
 * Postgres crashed and forgot the lease.
 */
export function recordOutcome(
  outcome: Outcome,
  { isAwaited }: { isAwaited: boolean },
): Promise<Recorded | null> {
  return new Promise((settle) => {
    queue.push({ outcome, settle });
    if (queue.length >= MAX_BATCH) flush();
    else flushWithin(isAwaited ? SOON_MS : LATER_MS);
  });
}

/** Someone waits for all that is not written yet. */
export function recordSoon(): void {
  if (queue.length > 0) flushWithin(SOON_MS);
}

function flushWithin(ms: number): void {
  const at = performance.now() + ms;
  if (timer && flushAt <= at) return;
  clearTimeout(timer);
  flushAt = at;
  timer = setTimeout(flush, ms);
}

/** One batch at a time: two would lock the same health and counter rows in different orders. */
function flush(): void {
  clearTimeout(timer);
  timer = undefined;
  if (isWriting) {
    isOverdue = true;
    return;
  }
  const batch = queue.slice(0, MAX_BATCH);
  queue = queue.slice(MAX_BATCH);
  isOverdue = queue.length > 0;
  isWriting = true;
  void write(batch).finally(() => {
    isWriting = false;
    if (isOverdue) flush();
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
