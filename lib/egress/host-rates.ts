import { env } from "@/lib/env";
import { SECOND_MS } from "@/lib/time";

interface Turns {
  /** How many `take` would give at this moment. */
  inTurn: number;
  /** How many `takeAhead` would. */
  ahead: number;
  /** Until `take` gives one. */
  untilMs: number;
  /** Nobody has been waited for lately: all turns are there. */
  isUnused: boolean;
}

export interface HostRates {
  /** Takes a turn and says how long until it comes; null, with none taken, where that would be too long. */
  take(host: string): number | null;
  /** Takes a turn that goes before all who wait, which wait longer for it; false where as many did as come in a second. */
  takeAhead(host: string): boolean;
  look(host: string): Turns;
}

/** Of a host without a rate. */
const UNLIMITED: Turns = { inTurn: Infinity, ahead: Infinity, untilMs: 0, isUnused: true };
const MAX_WAIT_MS = SECOND_MS;
const MAX_HOSTS = 5000;

/**
 * How many calls a second each host gets from this process: the calls of one second at once, the rest evenly (GCRA). `rates` are calls a second by host;
 * `*` stands for all others. A host without a rate gets as many as there are.
 */
export function createHostRates(
  rates: ReadonlyMap<string, number>,
  now = () => performance.now(),
): HostRates {
  /** When the last turn that was given away would be due if all came evenly. */
  const dueAt = new Map<string, number>();

  function stateOf(hostname: string) {
    // The same host, with a final dot or without.
    const host = hostname.replace(/\.$/, "");
    const rate = rates.get(host) ?? rates.get("*");
    if (rate === undefined) return null;
    const intervalMs = SECOND_MS / rate;
    const burstMs = (Math.max(Math.floor(rate), 1) - 1) * intervalMs;
    const at = now();
    const due = Math.max(dueAt.get(host) ?? 0, at);
    /** Until the next turn comes; below zero while some may go at once. */
    const nextMs = due - burstMs - at;
    const maxAheadMs = MAX_WAIT_MS + Math.max(SECOND_MS, intervalMs);
    return { host, at, due, intervalMs, nextMs, maxAheadMs };
  }

  function give({ host, at, due, intervalMs }: NonNullable<ReturnType<typeof stateOf>>): void {
    if (dueAt.size >= MAX_HOSTS) for (const [known, time] of dueAt) if (time <= at) dueAt.delete(known);
    dueAt.set(host, due + intervalMs);
  }

  return {
    take(host) {
      const state = stateOf(host);
      if (!state) return 0;
      if (state.nextMs > MAX_WAIT_MS) return null;
      give(state);
      return Math.max(state.nextMs, 0);
    },
    takeAhead(host) {
      const state = stateOf(host);
      if (!state) return true;
      if (state.nextMs > state.maxAheadMs) return false;
      give(state);
      return true;
    },
    look(host) {
      const state = stateOf(host);
      if (!state) return UNLIMITED;
      const { at, due, intervalMs, nextMs, maxAheadMs } = state;
      const turnsUpTo = (maxMs: number) => Math.max(Math.floor((maxMs - nextMs) / intervalMs) + 1, 0);
      return {
        inTurn: turnsUpTo(MAX_WAIT_MS),
        ahead: turnsUpTo(maxAheadMs),
        untilMs: Math.max(nextMs - MAX_WAIT_MS, 0),
        isUnused: due <= at,
      };
    },
  };
}

let ratesOfProcess: HostRates | undefined;

export function hostRates(): HostRates {
  ratesOfProcess ??= createHostRates(env.EGRESS_HOST_RATES);
  return ratesOfProcess;
}
