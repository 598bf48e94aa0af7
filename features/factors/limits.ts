import "server-only";
import { countHit, type RateLimit, refundRateLimit } from "@/features/limits/rate-limit";
import { RateLimitedError } from "@/lib/errors";

/** Of three codes that are right at a time out of a million, a thief who has the password gets to try few. */
const CODES: RateLimit = { name: "second-factor", max: 10, windowSeconds: 3600 };

export interface CountedCode {
  /** Whether it is the last one before the others have to wait. */
  isLast: boolean;
  /** Takes the count back, since it was right. */
  refund(): Promise<void>;
}

/**
 * Counts one code. A place that is known to be the person's, a browser that they have used before, is counted by itself, so that whoever tries
 * elsewhere can't keep them out. Throws RateLimitedError.
 */
export async function countCode(userId: number, knownPlace: string | null): Promise<CountedCode> {
  const subject = knownPlace === null ? String(userId) : `${userId}|${knownPlace}`;
  const { count, secondsLeft } = await countHit(CODES, subject);
  if (count > CODES.max)
    throw new RateLimitedError("Too many wrong codes. Wait, then try again.", secondsLeft);
  return { isLast: count === CODES.max, refund: () => refundRateLimit(CODES, subject) };
}
