import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { type RateLimit, rateLimitKey } from "@/features/limits/rate-limit";
import { processWide } from "@/lib/process-wide";

/** Where a subject stands after one more call. */
export interface Quota {
  limit: RateLimit;
  isExceeded: boolean;
  /** Calls left in the window, as far as this process knows. */
  remaining: number;
  resetSeconds: number;
  /** Which window it was counted in. */
  window: string;
}

/** Calls that Postgres granted this process for the rest of a window. */
interface Share {
  /** The limit as it was. */
  max: number;
  left: number;
  /** What no process has drawn yet. */
  undrawn: number;
  /** When its window ends, as Postgres has it: each share of a window says the same. */
  window: string;
  /** Not after that, by this process's own clock, … */
  endsAtMs: number;
  /** … and not before. */
  isOverAtMs: number;
}

/** A process draws this part of the limit at a time, so that a busy token costs a query per many calls and not one per call. */
const DRAWS_PER_WINDOW = 50;
const MAX_SHARES = 10_000;

const shares = processWide("quota shares", () => new Map<string, Share>());
const draws = processWide("quota draws", () => new Map<string, Promise<Share>>());

/**
 * Counts one call of `subject`. Windows are kept in Postgres and shared by all processes: together they never let through more than the limit.
 * Once a window is used up it is refused from memory until it ends.
 */
export async function spendQuota(limit: RateLimit, subject: string): Promise<Quota> {
  const key = `${limit.name}|${subject}`;
  for (;;) {
    const known = current(key);
    const share = known?.max === limit.max ? known : await draw(limit, subject, key);
    // A share that arrives after the end of its window is of no use, and spending it would add to the next one.
    if (isOver(share)) continue;
    if (share.left > 0) {
      share.left--;
      return toQuota(limit, share, false);
    }
    if (share.undrawn <= 0) return toQuota(limit, share, true);
    if (shares.get(key) === share) shares.delete(key);
  }
}

function current(key: string): Share | undefined {
  const share = shares.get(key);
  return share && !isOver(share) ? share : undefined;
}

function isOver({ endsAtMs }: Share): boolean {
  return endsAtMs <= performance.now();
}

/** Callers at the same moment share one draw. */
function draw(limit: RateLimit, subject: string, key: string): Promise<Share> {
  const running = draws.get(key);
  if (running) return running;
  const drawing = drawShare(limit, subject)
    .then((share) => keep(key, share))
    .finally(() => draws.delete(key));
  draws.set(key, drawing);
  return drawing;
}

async function drawShare(limit: RateLimit, subject: string): Promise<Share> {
  const { max, windowSeconds } = limit;
  const wanted = Math.max(1, Math.floor(max / DRAWS_PER_WINDOW));
  // Asked before the database looks at its clock, so that a share never outlives its window.
  const askedAtMs = performance.now();
  // A window that was drawn further than `max` stems from a process with a higher limit: it stays as it is.
  const [row] = await database().execute<{
    granted: number;
    count: number;
    window: string;
    seconds_left: number;
  }>(sql`
    insert into rate_limits as r (key, count, window_ends_at)
    values (${rateLimitKey(limit, subject)}, least(${wanted}::int, ${max}::int), now() + make_interval(secs => ${windowSeconds}))
    on conflict (key) do update set
      count = case
        when r.window_ends_at <= now() then excluded.count
        else greatest(r.count, least(${max}::int, r.count + ${wanted}::int)) end,
      window_ends_at = case when r.window_ends_at <= now() then excluded.window_ends_at else r.window_ends_at end
    returning new.count, new.window_ends_at::text as window, extract(epoch from new.window_ends_at - now())::float8 as seconds_left,
      new.count - case when old.window_ends_at = new.window_ends_at then old.count else 0 end as granted`);
  if (!row) throw new Error("insert returned no row");
  return {
    max,
    left: row.granted,
    undrawn: max - row.count,
    window: row.window,
    endsAtMs: askedAtMs + row.seconds_left * 1000,
    isOverAtMs: performance.now() + row.seconds_left * 1000,
  };
}

/** Gives a call back that came to nothing; not to a later window than it was of. */
export async function refundQuota({ limit, window }: Quota, subject: string): Promise<void> {
  const key = `${limit.name}|${subject}`;
  // A share that was drawn meanwhile may be used up already, and dropped for the next one.
  while (!current(key) && draws.has(key)) await draws.get(key);
  const share = current(key);
  if (share?.window === window) share.left++;
}

/** The newest last. Under a flood of addresses the oldest share goes, which costs its rest and nobody else's. */
function keep(key: string, share: Share): Share {
  shares.delete(key);
  const [oldest] = shares.keys();
  if (shares.size >= MAX_SHARES && oldest !== undefined) shares.delete(oldest);
  shares.set(key, share);
  return share;
}

function toQuota(limit: RateLimit, share: Share, isExceeded: boolean): Quota {
  return {
    limit,
    isExceeded,
    remaining: Math.max(0, share.left + share.undrawn),
    // Whoever comes back then finds that the window is over, also in the database.
    resetSeconds: secondsUntil(share.isOverAtMs, limit),
    window: share.window,
  };
}

/** What a sum of fractions comes to may be a trifle longer than a window. */
function secondsUntil(ms: number, { windowSeconds }: RateLimit): number {
  return Math.min(windowSeconds, Math.max(1, Math.ceil((ms - performance.now()) / 1000)));
}
