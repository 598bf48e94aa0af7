import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import type { OverviewRange } from "@/features/overview/ranges";
import type { Overview } from "@/features/overview/schema";
import { countTickets } from "@/features/tickets/queries";
import type { Context } from "@/lib/context";
import { echoUrl } from "@/lib/echo-address";
import { DAY_MS, HOUR_MS } from "@/lib/time";

const SLICES: Record<OverviewRange, { count: number; lengthMs: number }> = {
  "24h": { count: 24, lengthMs: HOUR_MS },
  "7d": { count: 28, lengthMs: 6 * HOUR_MS },
  "30d": { count: 30, lengthMs: DAY_MS },
};
const RECENT_DELIVERIES = 1000;

/** The traffic of a range from the hourly counters, and how far the set-up has come; nothing here grows with the logs. */
export async function getOverview(ctx: Context, range: OverviewRange): Promise<Overview> {
  const { count, lengthMs } = SLICES[range];
  const lastFrom = Math.floor(Date.now() / lengthMs) * lengthMs;
  const froms = Array.from({ length: count }, (_, index) => lastFrom - (count - 1 - index) * lengthMs);
  const since = new Date(froms[0] ?? lastFrom);
  const seesRequests = ctx.permissions.has("incoming_webhooks:read");
  const seesAttempts = ctx.permissions.has("subscriptions:read");
  const [requests, attempts, p95Ms, openTickets, steps] = await Promise.all([
    seesRequests ? sliceRequests(ctx, since, lengthMs) : null,
    seesAttempts ? sliceAttempts(ctx, since, lengthMs) : null,
    seesAttempts ? recentP95(ctx) : null,
    ctx.permissions.has("tickets:read") ? countTickets(ctx).then(({ open }) => open) : null,
    seesRequests && seesAttempts ? getSteps(ctx) : null,
  ]);
  return {
    range,
    requests: requests && sumRequests([...requests.values()]),
    attempts: attempts && { ...sumAttempts([...attempts.values()]), p95Ms },
    openTickets,
    traffic: froms.map((from) => ({
      from: new Date(from).toISOString(),
      requests: requests && (requests.get(from) ?? { accepted: 0, duplicate: 0, rejected: 0 }),
      attempts: attempts && (attempts.get(from) ?? { succeeded: 0, failed: 0 }),
    })),
    steps,
  };
}

interface Requests {
  accepted: number;
  duplicate: number;
  rejected: number;
}

interface Attempts {
  succeeded: number;
  failed: number;
}

async function sliceRequests(ctx: Context, since: Date, lengthMs: number): Promise<Map<number, Requests>> {
  const rows = await database().execute<Requests & { from_ms: number } & Record<string, unknown>>(sql`
    select ${sliceStart(lengthMs)} as from_ms, sum(t.accepted)::int as accepted, sum(t.duplicate)::int as duplicate,
           sum(t.rejected)::int as rejected
    from incoming_webhooks w join incoming_webhook_stats t on t.webhook_id = w.id and t.hour >= ${since.toISOString()}
    where w.organization_id = ${ctx.organizationId}
    group by 1`);
  return new Map(rows.map(({ from_ms, ...counts }) => [from_ms, counts]));
}

async function sliceAttempts(ctx: Context, since: Date, lengthMs: number): Promise<Map<number, Attempts>> {
  const rows = await database().execute<Attempts & { from_ms: number } & Record<string, unknown>>(sql`
    select ${sliceStart(lengthMs)} as from_ms, sum(t.succeeded)::int as succeeded, sum(t.failed)::int as failed
    from subscriptions s join subscription_stats t on t.subscription_id = s.id and t.hour >= ${since.toISOString()}
    where s.organization_id = ${ctx.organizationId}
    group by 1`);
  return new Map(rows.map(({ from_ms, ...counts }) => [from_ms, counts]));
}

/** The hour's counter falls into the slice of this start, in milliseconds. */
function sliceStart(lengthMs: number) {
  return sql`(floor(extract(epoch from t.hour) * 1000 / ${lengthMs}::int) * ${lengthMs}::int)::float8`;
}

function sumRequests(slices: Requests[]): Requests {
  return slices.reduce(
    (sum, slice) => ({
      accepted: sum.accepted + slice.accepted,
      duplicate: sum.duplicate + slice.duplicate,
      rejected: sum.rejected + slice.rejected,
    }),
    { accepted: 0, duplicate: 0, rejected: 0 },
  );
}

function sumAttempts(slices: Attempts[]): Attempts {
  return slices.reduce(
    (sum, slice) => ({ succeeded: sum.succeeded + slice.succeeded, failed: sum.failed + slice.failed }),
    { succeeded: 0, failed: 0 },
  );
}

async function recentP95(ctx: Context): Promise<number | null> {
  const [row] = await database().execute<{ p95: number | null }>(sql`
    select percentile_disc(0.95) within group (order by recent.last_duration_ms)::int as p95
    from (select last_duration_ms from deliveries where organization_id = ${ctx.organizationId}
          order by id desc limit ${RECENT_DELIVERIES}) recent`);
  return row?.p95 ?? null;
}

async function getSteps(ctx: Context): Promise<Overview["steps"]> {
  const id = ctx.organizationId;
  const [row] = await database().execute<{
    webhook_id: string | null;
    has_received: boolean;
    subscription_id: string | null;
    has_delivered: boolean;
  }>(sql`
    select (select id from incoming_webhooks where organization_id = ${id} and deleted_at is null order by id desc limit 1) as webhook_id,
           exists (select 1 from incoming_webhooks w join incoming_webhook_stats t on t.webhook_id = w.id
                   where w.organization_id = ${id} and t.accepted > 0)
             or exists (select 1 from tickets where organization_id = ${id} and source = 'incoming_webhook' and deleted_at is null)
             as has_received,
           (select id from subscriptions where organization_id = ${id} and deleted_at is null
              and not starts_with(target_url, ${echoUrl("")}) order by id desc limit 1) as subscription_id,
           exists (select 1 from subscriptions s join subscription_health h on h.subscription_id = s.id
                   where s.organization_id = ${id} and h.last_success_at is not null) as has_delivered`);
  if (!row) throw new Error("a select without a table returned no row");
  const isDone = row.webhook_id && row.has_received && row.subscription_id && row.has_delivered;
  if (isDone) return null;
  return {
    webhookId: row.webhook_id,
    hasReceived: row.has_received,
    subscriptionId: row.subscription_id,
    hasDelivered: row.has_delivered,
  };
}
