import "server-only";
import { consumeRateLimit, countHit, type RateLimit, refundRateLimit } from "@/features/limits/rate-limit";
import { RateLimitedError } from "@/lib/errors";
import { isMailConfigured } from "@/lib/mail";

const PER_ADDRESS = { name: "address", max: 20, windowSeconds: 900 };
const PER_DEVICE = { name: "device", max: 20, windowSeconds: 900 };
/** From places unknown to the account; more only slow it down. */
const PER_ACCOUNT = { name: "account", max: 10, windowSeconds: 3600 };
const MAX_PAUSE_SECONDS = 60;

/** Each way in counts for itself. */
interface Door {
  name: string;
  /** What whoever is slowed down can do meanwhile: the same whether there is such an account or not. */
  wayOut: () => string;
}

/** Of those who work here. */
const TEAM_DOOR: Door = {
  name: "sign-in",
  wayOut: () => (isMailConfigured() ? " If it exists, a link to sign in with was mailed to it." : ""),
};

export const CUSTOMER_DOOR: Door = { name: "customer-sign-in", wayOut: () => "" };

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
export async function countSignInAttempt(
  { email, address, isKnownAddress, deviceId }: Attempt,
  door = TEAM_DOOR,
): Promise<() => Promise<void>> {
  if (deviceId !== null) {
    await consumeRateLimit(at(door, PER_DEVICE), deviceId, "Too many wrong passwords in this browser.");
    return () => refundRateLimit(at(door, PER_DEVICE), deviceId);
  }
  await consumeRateLimit(at(door, PER_ADDRESS), address, "Too many sign-in attempts from this address.");
  if (isKnownAddress) return () => refundRateLimit(at(door, PER_ADDRESS), address);
  await takeTurn(email, door);
  return async () => {
    await refundRateLimit(at(door, PER_ADDRESS), address);
    await refundRateLimit(at(door, PER_ACCOUNT), email);
  };
}

async function takeTurn(email: string, door: Door): Promise<void> {
  const { count } = await countHit(at(door, PER_ACCOUNT), email);
  const excess = count - PER_ACCOUNT.max;
  if (excess <= 0) return;
  const windowSeconds = Math.min(2 ** excess, MAX_PAUSE_SECONDS);
  const turn = at(door, { name: "turn", max: 1, windowSeconds });
  const taken = await countHit(turn, email);
  if (taken.count <= turn.max) return;
  throw new AccountSlowedError(
    `Too many attempts for this account, so each has to wait for its turn.${door.wayOut()}`,
    taken.secondsLeft,
  );
}

function at({ name }: Door, limit: RateLimit): RateLimit {
  return { ...limit, name: `${name}:${limit.name}` };
}
