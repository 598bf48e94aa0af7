import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import type { ClaimedDelivery } from "@/features/deliveries/claim";
import type { NextState } from "@/features/deliveries/next-state";
import type { SendResult } from "@/features/deliveries/send";
import { env } from "@/lib/env";

const BREAKER_AFTER = 10;
const BREAKER_BASE_SECONDS = 30;
const BREAKER_MAX_SECONDS = 600;

export interface Outcome {
  delivery: ClaimedDelivery;
  result: SendResult;
  next: NextState;
}

/**
 * Writes a batch of outcomes in one statement: the delivery's state where the lease still is ours, its attempt, the target's health with
 * the circuit breaker, and the hourly counters. Returns the ids that were written; the others had lost their lease.
 */
export async function recordOutcomes(outcomes: Outcome[]): Promise<Set<string>> {
  const rows = JSON.stringify(outcomes.map(toRow));
  const written = await database().execute<{ id: string }>(sql`
    with x as materialized (
      select * from jsonb_to_recordset(${rows}::jsonb) as x(
        id uuid, generation int, attempt smallint, status text, next_ms float8, due_ms float8,
        started_ms float8, duration_ms int, status_code smallint, success boolean, error_class text, error_message text,
        trigger text, requested_by int, url text, request_headers jsonb, response_headers jsonb, response_body text,
        truncated boolean, timings jsonb)
    ), written as (
      update deliveries d
      -- A cancel meanwhile has lowered the row's limit, and the row is right.
      set status = (case when x.status = 'retrying' and x.attempt >= d.max_attempts then 'canceled' else x.status end)::delivery_status,
          attempt_count = x.attempt,
          next_attempt_at = case when x.attempt < d.max_attempts then to_timestamp(x.next_ms / 1000) end,
          due_at = case when x.attempt < d.max_attempts then to_timestamp(x.due_ms / 1000) end,
          next_trigger = 'retry',
          requested_by = null,
          abandoned_count = 0,
          last_status_code = x.status_code,
          last_error_class = x.error_class,
          last_duration_ms = x.duration_ms,
          completed_at = case when x.status = 'retrying' and x.attempt < d.max_attempts then null else now() end
      from x
      where d.id = x.id and d.lease_generation = x.generation and d.status = 'sending'
      returning d.id, d.subscription_id
    ), logged as (
      insert into attempts (delivery_id, number, trigger, requested_by, started_at, duration_ms, status_code, success,
        error_class, error_message, url, request_headers, response_headers, response_body, response_truncated, timings)
      select x.id, x.attempt, x.trigger::attempt_trigger, x.requested_by, to_timestamp(x.started_ms / 1000), x.duration_ms,
        x.status_code, x.success, x.error_class, x.error_message, x.url, x.request_headers, x.response_headers,
        decode(x.response_body, 'base64'), x.truncated, x.timings
      from x join written w on w.id = x.id
    ), totals as (
      select w.subscription_id, count(*) filter (where x.success)::int as succeeded,
             count(*) filter (where not x.success)::int as failed, sum(x.duration_ms)::bigint as duration_ms,
             -- Failures after the last success of this batch.
             count(*) filter (where not x.success and x.started_ms + x.duration_ms > coalesce(s.last_success_ms, 0))::int as trailing
      from x join written w on w.id = x.id
      left join (select w2.subscription_id, max(x2.started_ms + x2.duration_ms) as last_success_ms
                 from x x2 join written w2 on w2.id = x2.id where x2.success group by 1) s
        on s.subscription_id = w.subscription_id
      group by w.subscription_id, s.last_success_ms
    ), counted as (
      insert into subscription_stats (subscription_id, hour, succeeded, failed, duration_ms)
      select subscription_id, date_trunc('hour', now()), succeeded, failed, duration_ms from totals order by subscription_id
      on conflict (subscription_id, hour) do update
      set succeeded = subscription_stats.succeeded + excluded.succeeded,
          failed = subscription_stats.failed + excluded.failed,
          duration_ms = subscription_stats.duration_ms + excluded.duration_ms
    ), health as (
      update subscription_health h
      set last_delivery_at = now(),
          last_success_at = case when t.succeeded > 0 then now() else h.last_success_at end,
          consecutive_failures = case when t.succeeded > 0 then t.trailing else h.consecutive_failures + t.trailing end,
          failing_since = case when t.trailing = 0 then null
                               when t.succeeded > 0 then now()
                               else coalesce(h.failing_since, now()) end,
          breaker_trips = case when t.succeeded > 0 then 0
                               when ${trips()} then least(h.breaker_trips + 1, 10) else h.breaker_trips end,
          breaker_open_until = case when t.succeeded > 0 then null
            when ${trips()} then now() + make_interval(secs =>
              ${env.DELIVERY_TIME_SCALE}::float8 * least(${BREAKER_MAX_SECONDS}, ${BREAKER_BASE_SECONDS} * power(2, h.breaker_trips)))
            else h.breaker_open_until end
      from totals t
      where h.subscription_id = t.subscription_id
    )
    select id from written
  `);
  return new Set(written.map((row) => row.id));
}

/** The breaker opens at the tenth straight failure, and again at each failure after it has let a probe through. */
function trips() {
  return sql`(h.consecutive_failures + t.trailing >= ${BREAKER_AFTER} and (h.breaker_open_until is null or h.breaker_open_until <= now()))`;
}

function toRow({ delivery, result, next }: Outcome) {
  return {
    id: delivery.id,
    generation: delivery.generation,
    attempt: delivery.attempt,
    status: next.status,
    next_ms: next.nextAttemptAtMs,
    due_ms: next.dueAtMs,
    started_ms: result.startedAtMs,
    duration_ms: result.durationMs,
    status_code: result.statusCode,
    success: result.success,
    error_class: result.errorClass,
    error_message: result.errorMessage?.replaceAll("\u0000", "").slice(0, 1000) ?? null,
    trigger: result.trigger,
    requested_by: result.requestedBy,
    url: result.url,
    request_headers: result.requestHeaders,
    response_headers: result.responseHeaders,
    response_body: result.responseBody?.toString("base64") ?? null,
    truncated: result.responseTruncated,
    timings: result.timings,
  };
}
