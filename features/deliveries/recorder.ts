import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { type Outcome, recordOutcomes } from "@/features/deliveries/record";
import { log } from "@/lib/log";

const MAX_BATCH = 200;
const MAX_WAIT_MS = 4;
const RETRY_WAIT_MS = 500;
const MAX_TRIES = 60;
const WRITERS = 1;

interface Waiting {
  outcome: Outcome;
  settle: (isWritten: boolean) => void;
}

/** Writes outcomes in batches, one batch at a time. */
class Writer {
  #queue: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isWriting = false;

  add(waiting: Waiting): void {
    this.#queue.push(waiting);
    if (this.#queue.length >= MAX_BATCH) this.#flush();
    else if (!this.#timer) this.#timer = setTimeout(() => this.#flush(), MAX_WAIT_MS);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isWriting || this.#queue.length === 0) return;
    this.#isWriting = true;
    void write(this.#queue.splice(0, MAX_BATCH)).finally(() => {
      this.#isWriting = false;
      this.#flush();
    });
  }
}

const writers = Array.from({ length: WRITERS }, () => new Writer());

/**
 * Writes an outcome together with those of the same few milliseconds. Resolves once committed: true if the lease still was ours.
 * While Postgres is away it keeps trying until the leases are long over, so that a short outage costs no attempt.
 */
export function recordOutcome(outcome: Outcome): Promise<boolean> {
  // One writer per subscription: two at once would lock each other's health and counter rows in different orders.
  const digit = Number.parseInt(outcome.delivery.subscriptionId.slice(-1), 16);
  return new Promise((settle) => writers[digit % WRITERS]?.add({ outcome, settle }));
}

async function write(batch: Waiting[]): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      const written = await recordOutcomes(batch.map(({ outcome }) => outcome));
      for (const { outcome, settle } of batch) settle(written.has(outcome.delivery.id));
      return;
    } catch (error) {
      log.warn({ err: error, tries, batch: batch.length }, "could not record outcomes");
      if (tries >= MAX_TRIES) {
        for (const { settle } of batch) settle(false);
        return;
      }
      await sleep(RETRY_WAIT_MS);
    }
  }
}
