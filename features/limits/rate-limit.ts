import "server-only";
import { createHash } from "node:crypto";
import { and, eq, gt, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { RateLimitedError } from "@/lib/errors";

export interface RateLimit {
  /** What is counted, e.g. `sign-in:ip`. */
  name: string;
  max: number;
  windowSeconds: number;
}

export function perMinute(name: string, max: number): RateLimit {
  return { name, max, windowSeconds: 60 };
}

/** Counts one hit of `subject` and throws RateLimitedError once there are more than `max` in the window. Shared by all processes. */
export async function consumeRateLimit(limit: RateLimit, subject: string, detail: string): Promise<void> {
  const { count, secondsLeft } = await countHit(limit, subject);
  if (count > limit.max) throw new RateLimitedError(detail, secondsLeft);
}

/** Counts one hit of `subject`, whatever the limit; returns how many there are in the window. */
export async function countHit(
  limit: RateLimit,
  subject: string,
): Promise<{ count: number; secondsLeft: number }> {
  const [row] = await database()
    .insert(rateLimits)
    .values({ key: rateLimitKey(limit, subject), count: 1, windowEndsAt: windowEnd(limit) })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${rateLimits.windowEndsAt} <= now() then 1 else ${rateLimits.count} + 1 end`,
        windowEndsAt: sql`case when ${rateLimits.windowEndsAt} <= now() then excluded.window_ends_at else ${rateLimits.windowEndsAt} end`,
      },
    })
    .returning({
      count: rateLimits.count,
      secondsLeft: sql<number>`extract(epoch from ${rateLimits.windowEndsAt} - now())::float8`,
    });
  if (!row) throw new Error("upsert returned no row");
  return row;
}

/** Counts `amount` of what `max` is for all of the window, in bytes say, if that much is left; false, with nothing counted, if not. */
export async function takeFromRateLimit(limit: RateLimit, subject: string, amount: number): Promise<boolean> {
  if (amount > limit.max) return false;
  const isOver = sql`${rateLimits.windowEndsAt} <= now()`;
  const rows = await database()
    .insert(rateLimits)
    .values({ key: rateLimitKey(limit, subject), count: amount, windowEndsAt: windowEnd(limit) })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${isOver} then ${amount}::int else ${rateLimits.count} + ${amount}::int end`,
        windowEndsAt: sql`case when ${isOver} then excluded.window_ends_at else ${rateLimits.windowEndsAt} end`,
      },
      setWhere: sql`${isOver} or ${rateLimits.count} + ${amount}::int <= ${limit.max}::int`,
    })
    .returning({ key: rateLimits.key });
  return rows.length > 0;
}

/** Takes one counted hit back, e.g. because the sign-in succeeded. */
export async function refundRateLimit(limit: RateLimit, subject: string): Promise<void> {
  await database()
    .update(rateLimits)
    .set({ count: sql`greatest(${rateLimits.count} - 1, 0)` })
    .where(eq(rateLimits.key, rateLimitKey(limit, subject)));
}

/** How long until the window of a subject ends. */
export async function rateLimitSecondsLeft(limit: RateLimit, subject: string): Promise<number> {
  const [row] = await database()
    .select({ secondsLeft: sql<number>`extract(epoch from ${rateLimits.windowEndsAt} - now())::float8` })
    .from(rateLimits)
    .where(eq(rateLimits.key, rateLimitKey(limit, subject)));
  return Math.max(0, row?.secondsLeft ?? 0);
}

/** Lets whoever knows `subject` through once within the window. */
export async function grantOnce(limit: RateLimit, subject: string): Promise<void> {
  await database()
    .insert(rateLimits)
    .values({ key: rateLimitKey(limit, subject), count: 0, windowEndsAt: windowEnd(limit) });
}

/** Whether `subject` is let through now: true for one call, however many come at once. */
export async function takeGrant(limit: RateLimit, subject: string): Promise<boolean> {
  const taken = await database()
    .delete(rateLimits)
    .where(and(eq(rateLimits.key, rateLimitKey(limit, subject)), gt(rateLimits.windowEndsAt, sql`now()`)))
    .returning({ key: rateLimits.key });
  return taken.length > 0;
}

/** What stands for a subject in the table: no address or e-mail is kept. */
export function rateLimitKey(limit: RateLimit, subject: string): string {
  return createHash("sha256").update(`${limit.name}|${subject}`).digest("base64url");
}

function windowEnd(limit: RateLimit) {
  return sql`now() + make_interval(secs => ${limit.windowSeconds})`;
}
