import "server-only";
import { sql } from "drizzle-orm";
import { queryByIndexes, textOf } from "@/db/client";
import { RECORDED } from "@/features/deliveries/transitions";
import type { ClaimedDelivery } from "@/features/sending/claim";
import type { SendResult } from "@/features/sending/send";
import { env } from "@/lib/env";

const REST_AFTER = 10;
const REST_SECONDS = 30;
const REST_MAX_SECONDS = 600;

export interface Outcome {
  delivery: ClaimedDelivery;
  result: SendResult;
  /** When to try again, in the database's milliseconds; null for never. */
  retryAtMs: number | null;
}

/** What an attempt has led to. */
export interface Recorded {
  success: boolean;
  retryAtMs: number | null;
  /** How long its target is left alone from now on; null when it is not. */
  restMs: number | null;
}

interface WrittenRow {
  id: string;
  lease_id: string;
  retry_at_ms: number | null;
  rest_ms: number | null;
}

/** Stands in no id, number, JSON, base64 or URL. */
const SEPARATOR = "\u001f";

type Value = string | number | boolean | null | undefined;

/** The columns of the outcomes `x` as the statement knows them. */
const COLUMNS: Record<string, { type: string; of: (outcome: Outcome) => Value }> = {
  id: { type: "uuid", of: ({ delivery }) => delivery.id },
  organization_id: { type: "int", of: ({ delivery }) => delivery.organizationId },
  lease_id: { type: "uuid", of: ({ delivery }) => delivery.leaseId },
  attempt: { type: "smallint", of: ({ delivery }) => delivery.attempt },
  retry_ms: { type: "float8", of: ({ retryAtMs }) => retryAtMs },
  started_ms: { type: "float8", of: ({ result }) => result.startedAtMs },
  duration_ms: { type: "int", of: ({ result }) => result.durationMs },
  status_code: { type: "smallint", of: ({ result }) => result.statusCode },
  success: { type: "boolean", of: ({ result }) => result.success },
  error_class: { type: "text", of: ({ result }) => result.errorClass },
  error_message: { type: "text", of: ({ result }) => storable(result.errorMessage) },
  trigger: { type: "attempt_trigger", of: ({ result }) => result.trigger },
  requested_by: { type: "int", of: ({ result }) => result.requestedBy },
  url: { type: "text", of: ({ result }) => result.url },
  request_headers: { type: "jsonb", of: ({ result }) => json(result.requestHeaders) },
  response_headers: { type: "jsonb", of: ({ result }) => json(result.responseHeaders) },
  response_body: { type: "text", of: ({ result }) => result.responseBody?.toString("base64") },
  truncated: { type: "boolean", of: ({ result }) => result.responseTruncated },
  timings: { type: "jsonb", of: ({ result }) => json(result.timings) },
};

/** Each column as one text that is cut up, which costs much less than a document that is taken apart. */
function given(outcomes: Outcome[]): string[] {
  return Object.values(COLUMNS).map(({ of }) => outcomes.map((outcome) => of(outcome) ?? "").join(SEPARATOR));
}

/** What `given` makes, as rows: `$1` is the first column. */
const GIVEN = sql.raw(`rows from (
    ${Object.values(COLUMNS)
      .map(({ type }, index) => `unnest(string_to_array($${index + 1}, E'\\x1f', '')::${type}[])`)
      .join(", ")}
  ) as x(${Object.keys(COLUMNS).join(", ")})`);

/** The value behind the columns. */
const TIME_SCALE = `$${Object.keys(COLUMNS).length + 1}::float8`;

function json(value: object | null): string | null {
  return value && JSON.stringify(value);
}

function storable(message: string | null): string | undefined {
  return message?.replaceAll("\u0000", "").replaceAll(SEPARATOR, " ").slice(0, 1000);
}

/** Those whose lease still is ours: an attempt that nothing follows ends the delivery's time in the queue. */
const LEASED = sql.raw(`
      ended as (
        delete from open_deliveries q using x
        where q.organization_id = x.organization_id and q.delivery_id = x.id and q.lease_id = x.lease_id and x.retry_at is null
        returning q.delivery_id as id, q.lease_id
      ), kept as (
        select q.delivery_id as id, q.lease_id
        from x join open_deliveries q
          on q.organization_id = x.organization_id and q.delivery_id = x.id and q.lease_id = x.lease_id
        where x.retry_at is not null
        for update of q
      ), leased as (select * from ended union all select * from kept)`);

/** Whether the others wait for another attempt says the delivery, which may have been canceled meanwhile. */
const REQUEUED = sql.raw(`
      waiting as (
        update open_deliveries q
        set is_sending = false, lease_id = null, is_manual = false, abandoned_count = 0, due_at = w.next_attempt_at
        from written w
        where q.organization_id = w.organization_id and q.delivery_id = w.id and w.next_attempt_at is not null
      ), canceled as (
        delete from open_deliveries q using written w join kept on kept.id = w.id
        where q.organization_id = w.organization_id and q.delivery_id = w.id and w.next_attempt_at is null
      )`);

const LOGGED = sql.raw(`
      insert into attempts (delivery_id, number, subscription_id, trigger, requested_by, started_at, duration_ms, status_code, success,
        error_class, error_message, url, request_headers, response_headers, response_body, response_truncated, timings)
      select x.id, x.attempt, w.subscription_id, x.trigger, x.requested_by, to_timestamp(x.started_ms / 1000), x.duration_ms,
        x.status_code, x.success, x.error_class, x.error_message, coalesce(x.url, ''), x.request_headers, x.response_headers,
        decode(x.response_body, 'base64'), x.truncated, x.timings
      from x join written w using (id, lease_id)`);

/**
 * Of each subscription; `trailing` are the failures after the last success of this batch. In one order, as two workers that change the same
 * rows would else wait for each other.
 */
const TOTALS = sql.raw(`
      select w.subscription_id, count(*) filter (where w.success)::int as succeeded,
             count(*) filter (where not w.success)::int as failed, sum(w.duration_ms)::bigint as duration_ms,
             count(*) filter (where not w.success and w.ended_ms > coalesce(w.last_success_ms, 0))::int as trailing
      from (select *, max(ended_ms) filter (where success) over (partition by subscription_id) as last_success_ms
            from written) w
      group by w.subscription_id
      order by w.subscription_id`);

const COUNTED = sql.raw(`
      insert into subscription_stats (subscription_id, hour, succeeded, failed, duration_ms)
      select subscription_id, date_trunc('hour', now()), succeeded, failed, duration_ms from totals order by subscription_id
      on conflict (subscription_id, hour) do update
      set succeeded = subscription_stats.succeeded + excluded.succeeded,
          failed = subscription_stats.failed + excluded.failed,
          duration_ms = subscription_stats.duration_ms + excluded.duration_ms`);

/**
 * The target is left alone at the tenth straight failure, and again at each failure after it was tried in between. Not for the sake of a
 * single delivery, whatever a person sends beside it: its own schedule spares the target, and holds exactly.
 */
const BEGINS_REST = `(
  h.consecutive_failures + t.trailing >= ${REST_AFTER}
  and (h.breaker_open_until is null or h.breaker_open_until <= now())
  and (select count(*) from (
         select from open_deliveries q
         where q.subscription_id = h.subscription_id and not q.is_manual limit 2) two) = 2)`;

const HEALTH = sql.raw(`
      update subscription_health h
      set attempt_count = h.attempt_count + t.succeeded + t.failed,
          last_delivery_at = now(),
          last_success_at = case when t.succeeded > 0 then now() else h.last_success_at end,
          consecutive_failures = case when t.succeeded > 0 then t.trailing else h.consecutive_failures + t.trailing end,
          failing_since = case when t.trailing = 0 then null
                               when t.succeeded > 0 then now()
                               else coalesce(h.failing_since, now()) end,
          breaker_trips = case when t.succeeded > 0 then 0
                               when ${BEGINS_REST} then least(h.breaker_trips + 1, 10) else h.breaker_trips end,
          breaker_open_until = case when t.succeeded > 0 then null
            when ${BEGINS_REST} then now() + make_interval(secs =>
              ${TIME_SCALE} * least(${REST_MAX_SECONDS}, ${REST_SECONDS} * power(2, h.breaker_trips)))
            else h.breaker_open_until end
      from totals t
      where h.subscription_id = t.subscription_id
      returning h.subscription_id, h.breaker_open_until`);

const RECORD = textOf(sql`
  with x as materialized (
    -- First of all, or finding it would mean reading the large columns before it.
    select to_timestamp(retry_ms / 1000) as retry_at, *
    from ${GIVEN}
  ), ${LEASED}, written as (
    update deliveries d
    set ${RECORDED},
        last_status_code = x.status_code,
        last_error_class = x.error_class,
        last_duration_ms = x.duration_ms
    from x join leased using (id, lease_id)
    where d.id = x.id
    returning d.id, x.lease_id, d.organization_id, d.subscription_id, d.next_attempt_at,
              x.success, x.duration_ms, x.started_ms + x.duration_ms as ended_ms
  ), ${REQUEUED}, logged as (${LOGGED}), totals as (${TOTALS}), counted as (${COUNTED}), health as (${HEALTH})
  select w.id, w.lease_id, extract(epoch from w.next_attempt_at)::float8 * 1000 as retry_at_ms,
         extract(epoch from h.breaker_open_until - now())::float8 * 1000 as rest_ms
  from written w
  left join health h on h.subscription_id = w.subscription_id and h.breaker_open_until > now()`);

/**
 * Writes a batch of outcomes in one statement: the delivery's state where the lease still is ours, its attempt, the target's health and
 * whether it is left alone, and the hourly counters. Returns what was written, by claim; the others had lost their lease, maybe to one
 * of the same batch.
 */
export async function recordOutcomes(outcomes: Outcome[]): Promise<Map<ClaimedDelivery, Recorded>> {
  const written = await queryByIndexes<WrittenRow>(RECORD, [...given(outcomes), env.DELIVERY_TIME_SCALE]);
  const rows = new Map(written.map((row) => [row.id, row]));
  const recorded = new Map<ClaimedDelivery, Recorded>();
  for (const { delivery, result } of outcomes) {
    const row = rows.get(delivery.id);
    if (row?.lease_id === delivery.leaseId)
      recorded.set(delivery, { success: result.success, retryAtMs: row.retry_at_ms, restMs: row.rest_ms });
  }
  return recorded;
}
