import "server-only";
import { planRetry } from "@/features/deliveries/wake";
import { type Attempted, attemptDelivery } from "@/features/sending/attempt";
import { type ClaimedDelivery, claimDue, LANES, type Lane, type Slots } from "@/features/sending/claim";
import { HostTurns } from "@/features/sending/host-turns";
import type { Recorded } from "@/features/sending/record";
import { recordSoon } from "@/features/sending/record-batches";
import { log } from "@/lib/log";
import { processWide } from "@/lib/process-wide";

/** How many sends of this process may be under way in each lane, and how many of a lane one claim takes at most. */
const SLOTS: Slots = { steady: 512, failing: 64, manual: 64 };
const CLAIM_SIZE = 200;
/** With a smaller share of free slots a claim waits for more, so that claims stay few and large under load. */
const MIN_FREE_SHARE = 1 / 8;
/** A freed slot that nothing seemed to wait for is offered so much later, unless a claim for something else does that before. */
const LOOK_AGAIN_MS = 50;

type Run = PromiseWithResolvers<Recorded | null>;

/**
 * Keeps sending what is due until nothing is: claims when slots are free, sends at once, and claims again as results are recorded. A slow
 * target holds only its own few slots; nobody waits for a batch to end.
 */
class Pump {
  readonly #inFlight: Slots = { steady: 0, failing: 0, manual: 0 };
  /** Lanes in which something may be due that no claim has looked for. */
  readonly #unsure = new Set<Lane>();
  /** The last claim may have left something that only waits for a send to end. */
  #hasLeft = false;
  #lookingAgain: NodeJS.Timeout | undefined;
  /** Retry runs that wait for their delivery to be claimed. */
  readonly #runs = new Map<string, Run>();
  /** Targets that are left alone, each with what looks for their deliveries once that ends. */
  readonly #rests = new Map<string, NodeJS.Timeout>();
  readonly #hostTurns = new HostTurns(() => this.kick(...LANES));
  #waitingForIdle: (() => void)[] = [];
  #isClaiming = false;
  #isStopped = false;

  /** Looks for due deliveries, now or as soon as slots are free. */
  kick(...lanes: readonly Lane[]): void {
    for (const lane of lanes) this.#unsure.add(lane);
    void this.#claimAll();
  }

  /** Looks for due deliveries on behalf of one; resolves to what came of it, or to null when this process did not get it. */
  attempt(deliveryId: string): Promise<Recorded | null> {
    if (this.#runs.has(deliveryId)) return Promise.resolve(null);
    const run: Run = Promise.withResolvers();
    this.#runs.set(deliveryId, run);
    this.kick(...LANES);
    return run.promise;
  }

  /** Claims nothing more; what is under way goes on. */
  stop(): void {
    this.#isStopped = true;
    this.#lookNoMore();
    for (const timer of this.#rests.values()) clearTimeout(timer);
    this.#rests.clear();
    this.#hostTurns.stop();
  }

  async idle(): Promise<void> {
    if (this.#isIdle) return;
    recordSoon();
    await new Promise<void>((resolve) => this.#waitingForIdle.push(resolve));
  }

  async #claimAll(): Promise<void> {
    if (this.#isClaiming) return;
    this.#isClaiming = true;
    try {
      for (let slots = this.#offer(); slots; slots = this.#offer()) {
        if (slots.steady > 0) this.#lookNoMore();
        const limits = this.#hostTurns.limits();
        const claimed = await claimDue(slots, limits);
        this.#hostTurns.claimed(limits, claimed);
        for (const delivery of claimed) void this.#send(delivery);
        for (const lane of LANES) if (isUsedUp(slots, lane, claimed)) this.#unsure.add(lane);
        // Of nothing claimed it is not known why: another process may have the slots of its subscription.
        this.#hasLeft =
          claimed.length === 0 ||
          claimed.some(({ isLast, subscriptionId }) => isLast && !limits.has(subscriptionId));
        // It may wait for slots of what is sent and only not on record yet.
        if (this.#hasLeft) recordSoon();
      }
      this.#dismissRuns();
    } catch (error) {
      // Whoever wakes us next tries again; the sweeper does at the latest.
      log.error({ err: error }, "could not claim deliveries");
      this.#dismissRuns(error);
    } finally {
      this.#isClaiming = false;
      this.#reportIdle();
    }
  }

  /** The free slots of all lanes, if one that may have something due has enough; null for no claim. */
  #offer(): Slots | null {
    if (this.#isStopped) return null;
    const free = (lane: Lane) => SLOTS[lane] - this.#inFlight[lane];
    const hasEnough = (lane: Lane) => free(lane) >= SLOTS[lane] * MIN_FREE_SHARE;
    if (![...this.#unsure].some(hasEnough)) return null;
    const slots: Slots = { steady: 0, failing: 0, manual: 0 };
    for (const lane of LANES.filter(hasEnough)) {
      slots[lane] = Math.min(free(lane), CLAIM_SIZE);
      this.#unsure.delete(lane);
    }
    return slots;
  }

  async #send(delivery: ClaimedDelivery): Promise<void> {
    const { id, lane } = delivery;
    const run = this.#runs.get(id);
    this.#runs.delete(id);
    this.#inFlight[lane]++;
    let attempted: Attempted = null;
    try {
      attempted = await attemptDelivery(delivery, {
        putOff: (host) => this.#hostTurns.putOff(delivery.subscriptionId, host),
        isAwaited: () => this.#isAwaited(delivery, run),
      });
    } catch (error) {
      // The lease runs out and someone else takes it.
      log.error({ err: error, deliveryId: id }, "could not attempt a delivery");
    }
    this.#inFlight[lane]--;
    const recorded = attempted === "put_off" ? null : attempted;
    if (recorded) this.#follow(delivery, recorded, run);
    run?.resolve(recorded);
    // Nothing of its subscription can go before its host has turns again.
    if (attempted === "put_off") return this.kick();
    // A slot of its subscription is free now. After a failure, or a success at last, what waits may have changed lanes.
    if (lane !== "steady" || !recorded?.success) this.kick(...LANES);
    else if (this.#isWaitedFor) this.kick("steady");
    else this.#lookAgain();
  }

  /** Whether something may wait for its slot. What is merely not on record yet holds few slots at a time. */
  #isAwaited({ lane, isLast, abandonedCount }: ClaimedDelivery, run?: Run): boolean {
    const areMany = this.#inFlight[lane] > SLOTS[lane] * MIN_FREE_SHARE;
    // Its worker died, which one beside it may be to blame for and do again.
    const isSuspect = abandonedCount > 0;
    return run !== undefined || lane !== "steady" || isLast || areMany || isSuspect || this.#isWaitedFor;
  }

  get #isWaitedFor(): boolean {
    return this.#hasLeft || this.#unsure.size > 0 || this.#waitingForIdle.length > 0;
  }

  #follow(
    { id, subscriptionId, attempt }: ClaimedDelivery,
    { retryAtMs, restMs }: Recorded,
    run?: Run,
  ): void {
    if (restMs !== null) this.#kickAfter(subscriptionId, restMs);
    // A run that waits for the outcome goes on by itself.
    if (retryAtMs !== null && !run)
      planRetry({ deliveryId: id, subscriptionId, attempt: attempt + 1, at: new Date(retryAtMs) });
  }

  #lookAgain(): void {
    this.#lookingAgain ??= setTimeout(() => {
      this.#lookNoMore();
      this.kick("steady");
    }, LOOK_AGAIN_MS).unref();
  }

  #lookNoMore(): void {
    clearTimeout(this.#lookingAgain);
    this.#lookingAgain = undefined;
  }

  #kickAfter(subscriptionId: string, restMs: number): void {
    clearTimeout(this.#rests.get(subscriptionId));
    const look = () => {
      this.#rests.delete(subscriptionId);
      this.kick(...LANES);
    };
    // Timers fire up to a millisecond early.
    this.#rests.set(subscriptionId, setTimeout(look, Math.ceil(restMs) + 1).unref());
  }

  /** Those whose delivery no claim has got. */
  #dismissRuns(error?: unknown): void {
    for (const run of this.#runs.values()) error === undefined ? run.resolve(null) : run.reject(error);
    this.#runs.clear();
  }

  get #isIdle(): boolean {
    const isSending = LANES.some((lane) => this.#inFlight[lane] > 0);
    return (
      !isSending && !this.#isClaiming && (this.#isStopped || (this.#unsure.size === 0 && !this.#lookingAgain))
    );
  }

  #reportIdle(): void {
    if (!this.#isIdle) return;
    for (const resolve of this.#waitingForIdle.splice(0)) resolve();
  }
}

function isUsedUp(slots: Slots, lane: Lane, claimed: ClaimedDelivery[]): boolean {
  return slots[lane] > 0 && claimed.filter((delivery) => delivery.lane === lane).length >= slots[lane];
}

const pump = processWide("deliveries-pump", () => new Pump());

/** Starts sending whatever is due and does not wait for it. */
export function startSending(): void {
  pump.kick(...LANES);
}

/** Has one due delivery sent with the rest; resolves to what came of it, or to null when this process did not get it. */
export function attemptNow(deliveryId: string): Promise<Recorded | null> {
  return pump.attempt(deliveryId);
}

/** `startSending`, and waits until all is done, or for `maxMs` while the rest goes on. */
export async function sendAllDue(maxMs: number): Promise<void> {
  startSending();
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, maxMs);
  });
  await Promise.race([pump.idle(), timeIsUp]);
  clearTimeout(timer);
}

/** For shutdown: claims nothing more and waits for what is under way. */
export async function stopDeliveries(): Promise<void> {
  pump.stop();
  await pump.idle();
}
