import { type Quota, spendQuota } from "@/features/limits/quota";
import {
  type RateLimit,
  rateLimitSecondsLeft,
  refundRateLimit,
  takeFromRateLimit,
} from "@/features/limits/rate-limit";
import { actorId, actorUserId, type Context } from "@/lib/context";
import type { Endpoint } from "@/lib/endpoint";
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

/**
 * Counts what a person creates, by themselves or with any of their tokens; what fails, or is only answered again, does not count. Publishing
 * (202) is not creating.
 */
export async function limitCreating<Result>(
  { method, status }: Endpoint,
  ctx: Context,
  create: () => Promise<Result>,
): Promise<Result> {
  const userId = actorUserId(ctx);
  if (method !== "POST" || status !== 201 || userId === null) return create();
  const limit = { name: "create:person", max: env.CREATE_RATE_PER_MINUTE, windowSeconds: WINDOW_SECONDS };
  const subject = String(userId);
  if (!(await takeFromRateLimit(limit, subject, 1))) {
    const seconds = Math.max(1, Math.ceil(await rateLimitSecondsLeft(limit, subject)));
    throw new RateLimitedError(
      `You created ${limit.max} things in a minute, which is the most. Wait ${seconds} s, then go on more slowly.`,
      seconds,
    );
  }
  try {
    return await create();
  } catch (error) {
    // Within a transaction that failed this fails too, and its rollback has given it back.
    await refundRateLimit(limit, subject).catch(() => {});
    throw error;
  }
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
