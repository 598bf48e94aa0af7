import { UnavailableError } from "@/lib/errors";
import { processWide } from "@/lib/process-wide";

interface GateLimits {
  atOnce: number;
  waiting: number;
  /** Of those with the same key, inside and waiting. */
  perKey?: number;
  /** What whoever finds no room is told. */
  refusal: string;
}

/** Signing in takes much work: so few are let in at once that all others are served meanwhile. */
export const SIGN_IN_LIMITS: GateLimits = {
  atOnce: 4,
  waiting: 50,
  perKey: 16,
  refusal: "Too many sign-ins at once. Try again shortly.",
};

type Gate = <Result>(work: () => Promise<Result>, key?: string) => Promise<Result>;

/**
 * Has so much work done at once in the whole process; more waits in order, and what finds the queue full is refused with 503 and
 * `Retry-After`. Only who is inside is shared: the refusal is for each copy of this module one of its own errors, that it knows.
 */
export function createGate(
  name: string,
  { atOnce, waiting, perKey = Number.POSITIVE_INFINITY, refusal }: GateLimits,
): Gate {
  const state = processWide(`gate: ${name}`, newState);
  const { queue, keys } = state;

  return async (work, key = "") => {
    const same = keys.get(key) ?? 0;
    const isFull = state.inside >= atOnce && queue.length >= waiting;
    if (isFull || same >= perKey) throw new UnavailableError(refusal);
    keys.set(key, same + 1);
    if (state.inside < atOnce) state.inside++;
    // Whoever leaves hands its place over, so that nobody who comes at that moment gets in between.
    else await new Promise<void>((enter) => queue.push(enter));
    try {
      return await work();
    } finally {
      const left = (keys.get(key) ?? 1) - 1;
      if (left > 0) keys.set(key, left);
      else keys.delete(key);
      const next = queue.shift();
      if (next) next();
      else state.inside--;
    }
  };
}

function newState() {
  const queue: (() => void)[] = [];
  return { inside: 0, queue, keys: new Map<string, number>() };
}
