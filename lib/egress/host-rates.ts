import { env } from "@/lib/env";
import { SECOND_MS } from "@/lib/time";

interface Turn {
  /** Until the turn comes; where none was taken, until asking again makes sense. */
  waitMs: number;
  /** False where the wait would be too long: the call has to be put off. */
  isTaken: boolean;
}

export interface HostRates {
  take(host: string): Turn;
}

/** Of hosts that EGRESS_HOST_RATES does not name: far above what one process sends to one host. */
const DEFAULT_RATE = 5000;
const MAX_WAIT_MS = SECOND_MS;
const MAX_HOSTS = 5000;

/**
 * How many calls a second each host gets from this process: the calls of one second at once, the rest evenly (GCRA). `rates` are calls a second by host;
 * `*` stands for all others.
 */
export function createHostRates(
  rates: ReadonlyMap<string, number>,
  now = () => performance.now(),
): HostRates {
  /** When the last turn that was given away would be due if all came evenly. */
  const dueAt = new Map<string, number>();
  const rateOf = (host: string) => rates.get(host) ?? rates.get("*") ?? DEFAULT_RATE;

  return {
    take(host) {
      const rate = rateOf(host);
      const intervalMs = SECOND_MS / rate;
      const burstMs = (Math.max(Math.floor(rate), 1) - 1) * intervalMs;
      const at = now();
      const due = Math.max(dueAt.get(host) ?? 0, at);
      const waitMs = Math.max(due - burstMs - at, 0);
      if (waitMs > MAX_WAIT_MS) return { waitMs, isTaken: false };
      if (dueAt.size >= MAX_HOSTS) for (const [known, time] of dueAt) if (time <= at) dueAt.delete(known);
      dueAt.set(host, due + intervalMs);
      return { waitMs, isTaken: true };
    },
  };
}

let ratesOfProcess: HostRates | undefined;

export function hostRates(): HostRates {
  ratesOfProcess ??= createHostRates(env.EGRESS_HOST_RATES);
  return ratesOfProcess;
}
