import { type Quota, spendQuota } from "@/features/auth/quota";
import type { RateLimit } from "@/features/auth/rate-limit";
import { actorId, type Context } from "@/lib/context";
import { env } from "@/lib/env";
import { RateLimitedError } from "@/lib/errors";
import { limitedAddress } from "@/lib/limited-address";

const WINDOW_SECONDS = 60;

/** Every call of an address, whoever it is from. */
export function limitAddress(ip: string | null): Promise<Quota> {
  return spend(
    { name: "api:address", max: env.RATE_LIMIT_PER_ADDRESS, windowSeconds: WINDOW_SECONDS },
    limitedAddress(ip),
  );
}

/** Calls of an address without a valid credential. Those with one from the same address are not held up by it. */
export function limitUnauthorized(ip: string | null): Promise<Quota> {
  return spend(
    { name: "api:unauthorized", max: env.RATE_LIMIT_UNAUTHORIZED, windowSeconds: WINDOW_SECONDS },
    limitedAddress(ip),
  );
}

/** Calls with one token, or of one person. */
export function limitCaller(ctx: Context): Promise<Quota> {
  const subject = `${ctx.actor.type}:${actorId(ctx)}`;
  return spend(
    { name: "api:caller", max: env.RATE_LIMIT_PER_MINUTE, windowSeconds: WINDOW_SECONDS },
    subject,
  );
}

/** The `RateLimit-*` fields of draft-ietf-httpapi-ratelimit-headers, in the form that most APIs send. */
export function quotaHeaders({ limit, remaining, resetSeconds }: Quota): Record<string, string> {
  return {
    "ratelimit-limit": String(limit.max),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(resetSeconds),
    "ratelimit-policy": `${limit.max};w=${limit.windowSeconds}`,
  };
}

async function spend(limit: RateLimit, subject: string): Promise<Quota> {
  const quota = await spendQuota(limit, subject);
  if (!quota.isExceeded) return quota;
  throw new RateLimitedError(
    `More than ${limit.max} calls a minute. Wait ${quota.resetSeconds} s, then go on more slowly.`,
    quota.resetSeconds,
    quotaHeaders(quota),
  );
}
