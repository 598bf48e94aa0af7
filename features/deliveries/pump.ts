import "server-only";
import { attemptDelivery } from "@/features/deliveries/attempt";
import { type ClaimedDelivery, claimDue, type Lane } from "@/features/deliveries/claim";
import type { NextState } from "@/features/deliveries/next-state";
import { type ScheduledRetry, scheduleRetries } from "@/features/deliveries/wake";
import { log } from "@/lib/log";

/** How many sends of this process may be under way in each lane, and how many one claim takes at most. */
const SLOTS: Record<Lane, number> = { steady: 512, failing: 64 };
const CLAIM_SIZE = 200;
/** With a smaller share of free slots a claim waits for more, so that claims stay few and large under load. */
const MIN_FREE_SHARE = 1 / 8;
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

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  get isIdle(): boolean {
    return this.#inFlight === 0 && !this.#isClaiming && (this.#isStopped || !this.#mayBeDue);
  }

  /** Looks for due deliveries, now or as soon as slots are free. */
  kick(): void {
    this.#mayBeDue = true;
    void this.#claim();
  }

  /** Claims nothing more; what is under way goes on. */
  stop(): void {
    this.#isStopped = true;
  }

  async #claim(): Promise<void> {
    if (this.#isClaiming) return;
    this.#isClaiming = true;
    try {
      while (this.#mayBeDue && !this.#isStopped && this.#free >= SLOTS[this.#lane] * MIN_FREE_SHARE) {
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
      reportIdle();
    }
  }

  async #send(delivery: ClaimedDelivery): Promise<void> {
    this.#inFlight++;
    let next: NextState | null = null;
    try {
      next = await attemptDelivery(delivery);
    } catch (error) {
      // The lease runs out and someone else takes it.
      log.error({ err: error, deliveryId: delivery.id }, "could not attempt a delivery");
    }
    this.#inFlight--;
    if (next?.status === "retrying") queueRetry(delivery, next);
    // A slot of its subscription is free now, so what waited for that may be claimed.
    this.kick();
    // Its subscription may just have changed lanes, and taken what waits along.
    const hasRecovered = this.#lane === "failing" && next?.status === "succeeded";
    const hasFailed = this.#lane === "steady" && next !== null && next.status !== "succeeded";
    if (hasRecovered) steady.kick();
    if (hasFailed) failing.kick();
  }

  get #free(): number {
    return SLOTS[this.#lane] - this.#inFlight;
  }
}

const steady = new Pump("steady");
const failing = new Pump("failing");
let waitingForIdle: (() => void)[] = [];

/** Starts sending whatever is due, in both lanes, and does not wait for it. */
export function startDraining(): void {
  steady.kick();
  failing.kick();
}

/** `startDraining`, and waits until all is done, or for `maxMs` while the rest goes on. */
export async function drainDue(maxMs: number): Promise<void> {
  startDraining();
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, maxMs);
  });
  await Promise.race([idle(), timeIsUp]);
  clearTimeout(timer);
}

/** For shutdown: claims nothing more and waits for what is under way. */
export async function stopDeliveries(): Promise<void> {
  steady.stop();
  failing.stop();
  await idle();
}

async function idle(): Promise<void> {
  if (!steady.isIdle || !failing.isIdle) await new Promise<void>((resolve) => waitingForIdle.push(resolve));
}

function reportIdle(): void {
  if (!steady.isIdle || !failing.isIdle) return;
  const waiting = waitingForIdle;
  waitingForIdle = [];
  for (const resolve of waiting) resolve();
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
