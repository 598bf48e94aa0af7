import { UnavailableError } from "@/lib/errors";

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

/** Has so much work done at once; more waits in order, and what finds the queue full is refused with 503 and `Retry-After`. */
export function createGate({
  atOnce,
  waiting,
  perKey = Number.POSITIVE_INFINITY,
  refusal,
}: GateLimits): Gate {
  let inside = 0;
  const queue: (() => void)[] = [];
  const keys = new Map<string, number>();

  return async (work, key = "") => {
    const same = keys.get(key) ?? 0;
    const isFull = inside >= atOnce && queue.length >= waiting;
    if (isFull || same >= perKey) throw new UnavailableError(refusal);
    keys.set(key, same + 1);
    if (inside < atOnce) inside++;
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
      else inside--;
    }
  };
}
