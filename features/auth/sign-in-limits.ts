import "server-only";
import { consumeRateLimit, countHit, type RateLimit, refundRateLimit } from "@/features/limits/rate-limit";
import { RateLimitedError } from "@/lib/errors";
import { isMailConfigured } from "@/lib/mail";

const PER_ADDRESS: RateLimit = { name: "sign-in:address", max: 20, windowSeconds: 900 };
const PER_DEVICE: RateLimit = { name: "sign-in:device", max: 20, windowSeconds: 900 };
/** From places unknown to the account; more only slow it down. */
const PER_ACCOUNT: RateLimit = { name: "sign-in:account", max: 10, windowSeconds: 3600 };
const MAX_PAUSE_SECONDS = 60;

export interface Attempt {
  email: string;
  address: string;
  /** Whether the account has been signed in to from the address. */
  isKnownAddress: boolean;
  /** The browser's, if the account has been signed in to with it. */
  deviceId: string | null;
}

/** Attempts for an account from places unknown to it take turns at the moment. */
export class AccountSlowedError extends RateLimitedError {}

/**
 * Counts one attempt to sign in, and returns how to take the count back once it succeeded. A browser that the person has used is
 * counted by itself; any other counts for its address, and for the account unless the address is known to it. An account is never locked:
 * after a few attempts they take turns, with pauses of up to a minute, however many addresses they come from. Throws RateLimitedError.
 */
export async function countSignInAttempt(attempt: Attempt): Promise<() => Promise<void>> {
  const { email, address, isKnownAddress, deviceId } = attempt;
  if (deviceId !== null) {
    await consumeRateLimit(PER_DEVICE, deviceId, "Too many wrong passwords in this browser.");
    return () => refundRateLimit(PER_DEVICE, deviceId);
  }
  await consumeRateLimit(PER_ADDRESS, address, "Too many sign-in attempts from this address.");
  if (isKnownAddress) return () => refundRateLimit(PER_ADDRESS, address);
  await takeTurn(email);
  return async () => {
    await refundRateLimit(PER_ADDRESS, address);
    await refundRateLimit(PER_ACCOUNT, email);
  };
}

async function takeTurn(email: string): Promise<void> {
  const { count } = await countHit(PER_ACCOUNT, email);
  const excess = count - PER_ACCOUNT.max;
  if (excess <= 0) return;
  const turn: RateLimit = {
    name: "sign-in:turn",
    max: 1,
    windowSeconds: Math.min(2 ** excess, MAX_PAUSE_SECONDS),
  };
  const taken = await countHit(turn, email);
  if (taken.count > turn.max) throw new AccountSlowedError(slowedText(), taken.secondsLeft);
}

/** The same whether there is such an account or not. */
function slowedText(): string {
  const slowed = "Too many attempts for this account, so each has to wait for its turn.";
  return isMailConfigured() ? `${slowed} If it exists, a link to sign in with was mailed to it.` : slowed;
}
