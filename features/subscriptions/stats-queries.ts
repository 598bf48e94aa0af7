import "server-only";
import { and, eq, gte, inArray, isNull, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { subscriptionStats, subscriptions } from "@/db/schema";
import { countUpTo, HELD } from "@/features/subscriptions/held-columns";
import type {
  ListedSubscriptionStats,
  ListSubscriptionStatsQuery,
  SubscriptionStats,
} from "@/features/subscriptions/stats-schema";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { HOUR_MS } from "@/lib/time";

const STATS_HOURS = 24;

/** Attempts of the last 24 hours from the hourly counters; nothing here grows with the log. */
export async function getSubscriptionStats(ctx: Context, id: string): Promise<SubscriptionStats> {
  const [stats] = await listSubscriptionStats(ctx, { ids: [id] });
  if (!stats) throw new NotFoundError("subscription");
  const { subscriptionId: _, ...own } = stats;
  return own;
}

/** The same for many subscriptions at once; ids of others are left out. */
export async function listSubscriptionStats(
  ctx: Context,
  query: ListSubscriptionStatsQuery,
): Promise<ListedSubscriptionStats[]> {
  authorize(ctx, "subscriptions:read");
  const open = countUpTo(sql`open_deliveries q where q.subscription_id = ${subscriptions.id}`);
  const own = await database()
    .select({
      id: subscriptions.id,
      pending: sql<number>`${open} + ${HELD.heldEvents}`,
    })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.organizationId, ctx.organizationId),
        inArray(subscriptions.id, query.ids),
        isNull(subscriptions.deletedAt),
      ),
    );
  if (own.length === 0) return [];
  const firstHourMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - (STATS_HOURS - 1) * HOUR_MS;
  const rows = await database()
    .select()
    .from(subscriptionStats)
    .where(
      and(
        inArray(
          subscriptionStats.subscriptionId,
          own.map((row) => row.id),
        ),
        gte(subscriptionStats.hour, new Date(firstHourMs)),
      ),
    );
  return own.map(({ id, pending }) =>
    toStats(
      id,
      pending,
      rows.filter((row) => row.subscriptionId === id),
      firstHourMs,
    ),
  );
}

function toStats(
  subscriptionId: string,
  pending: number,
  rows: (typeof subscriptionStats.$inferSelect)[],
  firstHourMs: number,
): ListedSubscriptionStats {
  const byHour = new Map(rows.map((row) => [row.hour.getTime(), row]));
  const succeeded = rows.reduce((sum, row) => sum + row.succeeded, 0);
  const failed = rows.reduce((sum, row) => sum + row.failed, 0);
  const durationMs = rows.reduce((sum, row) => sum + row.durationMs, 0);
  return {
    subscriptionId,
    hours: Array.from({ length: STATS_HOURS }, (_, index) => {
      const hourMs = firstHourMs + index * HOUR_MS;
      const row = byHour.get(hourMs);
      return {
        hour: new Date(hourMs).toISOString(),
        succeeded: row?.succeeded ?? 0,
        failed: row?.failed ?? 0,
      };
    }),
    succeeded,
    failed,
    averageMs: succeeded + failed > 0 ? durationMs / (succeeded + failed) : null,
    pending,
  };
}
