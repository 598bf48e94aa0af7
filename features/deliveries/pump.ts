import "server-only";
import { attemptDelivery } from "@/features/deliveries/attempt";
import { type ClaimedDelivery, claimDue, type Lane } from "@/features/deliveries/claim";
import type { NextState } from "@/features/deliveries/next-state";
import { type ScheduledRetry, scheduleRetries } from "@/features/deliveries/wake";
import { log } from "@/lib/log";

/** How many sends of this process may be under way in each lane, and how many one claim takes at most. */
const SLOTS: Record<Lane, number> = { steady: 512, failing: 64 };
const CLAIM_SIZE = 200;
/** With fewer free slots than this a claim waits for more, so that claims stay few and large under load. */
const MIN_FREE_SLOTS = 64;
const RETRY_BATCH_MS = 5;

/**
 * Keeps sending what is due in one lane until nothing is: claims when slots are free, sends at once, and claims again as results are
 * recorded. A slow target holds only its own few slots; nobody waits for a batch to end.
 */
class Pump {
  readonly #lane: Lane;
  #inFlight = 0;
  #isClaiming = false;
  #mayBeDue = false;
  #isStopped = false;
  #idle: (() => void)[] = [];

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  /** Resolves when nothing is due and nothing under way, or after `maxMs`; the work goes on either way. */
  async drain(maxMs: number): Promise<void> {
    this.#mayBeDue = true;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      new Promise<void>((resolve) => {
        this.#idle.push(resolve);
        void this.#claim();
      }),
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, maxMs);
      }),
    ]);
    clearTimeout(timer);
  }

  /** Claims nothing more and resolves when what is under way has been recorded. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#inFlight > 0 || this.#isClaiming)
      await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async #claim(): Promise<void> {
    if (this.#isClaiming) return;
    this.#isClaiming = true;
    try {
      while (
        this.#mayBeDue &&
        !this.#isStopped &&
        this.#free >= Math.min(MIN_FREE_SLOTS, SLOTS[this.#lane])
      ) {
        this.#mayBeDue = false;
        const claimed = await claimDue(this.#lane, Math.min(CLAIM_SIZE, this.#free));
        if (claimed.length > 0) this.#mayBeDue = true;
        for (const delivery of claimed) void this.#send(delivery);
      }
    } catch (error) {
      // Whoever wakes us next tries again; the sweeper does at the latest.
      log.error({ err: error, lane: this.#lane }, "could not claim deliveries");
    } finally {
      this.#isClaiming = false;
      this.#settleIfIdle();
    }
  }

  async #send(delivery: ClaimedDelivery): Promise<void> {
    this.#inFlight++;
    try {
      const next = await attemptDelivery(delivery);
      if (next?.status === "retrying") queueRetry(delivery, next);
    } catch (error) {
      // The lease runs out and someone else takes it.
      log.error({ err: error, deliveryId: delivery.id }, "could not attempt a delivery");
    } finally {
      this.#inFlight--;
      // A slot of its subscription is free now, so what waited for that may be claimed.
      this.#mayBeDue = true;
      void this.#claim();
    }
  }

  get #free(): number {
    return SLOTS[this.#lane] - this.#inFlight;
  }

  #settleIfIdle(): void {
    if (this.#inFlight > 0 || (this.#mayBeDue && !this.#isStopped)) return;
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }
}

const pumps = [new Pump("steady"), new Pump("failing")];

/** Sends whatever is due, in both lanes. Returns when all is done, or after `maxMs` while the rest goes on. */
export async function drainDue(maxMs: number): Promise<void> {
  await Promise.all(pumps.map((pump) => pump.drain(maxMs)));
}

/** For shutdown: claims nothing more and waits for what is under way. */
export async function stopDeliveries(): Promise<void> {
  await Promise.all(pumps.map((pump) => pump.stop()));
}

let retries: ScheduledRetry[] = [];

function queueRetry(delivery: ClaimedDelivery, next: NextState): void {
  if (next.nextAttemptAtMs === null) return;
  if (retries.length === 0) setTimeout(sendRetries, RETRY_BATCH_MS);
  retries.push({
    deliveryId: delivery.id,
    subscriptionId: delivery.subscriptionId,
    attempt: delivery.attempt + 1,
    at: new Date(next.nextAttemptAtMs),
  });
}

function sendRetries(): void {
  const batch = retries;
  retries = [];
  void scheduleRetries(batch);
}
