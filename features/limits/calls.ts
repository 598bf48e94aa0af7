import "server-only";
import { type Quota, spendQuota } from "@/features/limits/quota";
import {
  perMinute,
  type RateLimit,
  rateLimitSecondsLeft,
  refundRateLimit,
  takeFromRateLimit,
} from "@/features/limits/rate-limit";
import { actorLabel, actorUserId, type Context } from "@/lib/context";
import type { Endpoint } from "@/lib/endpoint";
import { env } from "@/lib/env";
import { AppError, RateLimitedError } from "@/lib/errors";
import { limitedAddress } from "@/lib/limited-address";

/** Every call of an address, whoever it is from. */
export function limitAddress(ip: string | null): Promise<Quota> {
  return spend(perMinute("api:address", env.RATE_LIMIT_PER_ADDRESS), limitedAddress(ip));
}

/** Calls of an address without a valid credential. Those with one from the same address are not held up by it. */
export function limitUnauthorized(ip: string | null): Promise<Quota> {
  return spend(perMinute("api:unauthorized", env.RATE_LIMIT_UNAUTHORIZED), limitedAddress(ip));
}

/** Calls with one token, of one person, or of one customer with all of their apps. */
export function limitCaller(ctx: Context): Promise<Quota> {
  const max = ctx.actor.type === "customer" ? env.RATE_LIMIT_PER_CUSTOMER : env.RATE_LIMIT_PER_MINUTE;
  return spend(perMinute("api:caller", max), actorLabel(ctx));
}

/**
 * Counts what a person creates, by themselves or with any of their tokens, and what a customer does. What fails without having asked a target
 * does not count, nor what is only answered again; publishing (202) is not creating.
 */
export async function limitCreating<Result>(
  { method, status }: Endpoint,
  ctx: Context,
  create: () => Promise<Result>,
): Promise<Result> {
  const creator = creatorOf(ctx);
  if (method !== "POST" || status !== 201 || creator === null) return create();
  const { limit, subject } = creator;
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
    // The target was asked, as often as the limit lets it be.
    const isSpent = error instanceof AppError && error.code === "handshake_failed";
    // Within a transaction that failed this fails too, and its rollback has given it back.
    if (!isSpent) await refundRateLimit(limit, subject).catch(() => {});
    throw error;
  }
}

function creatorOf(ctx: Context): { limit: RateLimit; subject: string } | null {
  if (ctx.actor.type === "customer")
    return {
      limit: perMinute("create:customer", env.CREATE_RATE_PER_CUSTOMER),
      subject: ctx.actor.customerId,
    };
  const userId = actorUserId(ctx);
  if (userId === null) return null;
  return { limit: perMinute("create:person", env.CREATE_RATE_PER_MINUTE), subject: String(userId) };
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
