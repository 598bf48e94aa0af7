import "server-only";
import type { ClaimedDelivery, ClaimLimit, ClaimLimits } from "@/features/sending/claim";
import { type HostRates, hostRates } from "@/lib/egress/host-rates";

/** Turns that come by then are taken in one claim, however fast they come. */
const MIN_PAUSE_MS = 500;

/**
 * The subscriptions whose host had no turn for what was claimed. From then on no more is claimed for them than there are turns, until less is due:
 * else they would be claimed and given back again and again.
 */
export class HostTurns {
  readonly #hosts = new Map<string, string>();
  /** By host: what looks for deliveries once it has turns again. */
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly onTurn: () => void,
    private readonly rates: () => HostRates = hostRates,
  ) {}

  putOff(subscriptionId: string, host: string): void {
    this.#hosts.set(subscriptionId, host);
    this.#await(host);
  }

  /** For the next claim. Several subscriptions of one host share its turns, and each gets one at least while there are any. */
  limits(): ClaimLimits {
    const limits = new Map<string, ClaimLimit>();
    for (const [host, subscriptionIds] of Map.groupBy(
      this.#hosts.keys(),
      (id) => this.#hosts.get(id) ?? "",
    )) {
      const { inTurn, ahead, isUnused } = this.rates().look(host);
      if (isUnused) {
        for (const id of subscriptionIds) this.#hosts.delete(id);
        continue;
      }
      const shareOf = (turns: number) =>
        Math.min(turns, Math.max(Math.floor(turns / subscriptionIds.length), 1));
      for (const id of subscriptionIds) limits.set(id, { byItself: shareOf(inTurn), byHand: shareOf(ahead) });
      this.#await(host);
    }
    return limits;
  }

  /** Lets those go who have less due than they might have got. */
  claimed(limits: ClaimLimits, claimed: readonly ClaimedDelivery[]): void {
    const own = Map.groupBy(claimed, ({ subscriptionId }) => subscriptionId);
    for (const [id, { byItself, byHand }] of limits) {
      const got = own.get(id) ?? [];
      const gotByHand = got.filter(({ lane }) => lane === "manual").length;
      if (got.length - gotByHand < byItself && gotByHand < byHand) this.#hosts.delete(id);
    }
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#hosts.clear();
  }

  #await(host: string): void {
    if (this.#timers.has(host)) return;
    const look = () => {
      this.#timers.delete(host);
      this.onTurn();
    };
    const waitMs = Math.max(Math.ceil(this.rates().look(host).untilMs), MIN_PAUSE_MS);
    this.#timers.set(host, setTimeout(look, waitMs).unref());
  }
}
