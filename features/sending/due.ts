import "server-only";
import { sql } from "drizzle-orm";
import { database, queryPrepared, textOf } from "@/db/client";
import { IS_RETRYING, IS_WAITING, SUBSCRIPTIONS_WITH_OPEN } from "@/features/deliveries/predicates";
import { ownerAllows } from "@/features/subscription-states/owner-rule";
import { IS_ACTIVE, IS_RESTING } from "@/features/subscription-states/predicates";

/** What the queue's index keeps apart in each subscription: within a kind, the times are in order. */
const KINDS = sql.raw(
  "(values (false, false), (false, true), (true, false), (true, true)) as kind(is_sending, is_manual)",
);
const OF_KIND = sql.raw(
  "q.subscription_id = w.subscription_id and q.is_sending = kind.is_sending and q.is_manual = kind.is_manual",
);

/** When a claim finds something next, within the coming minute; null for nothing. Not before a target may be tried again. */
export async function nextDueAt(): Promise<Date | null> {
  const [row] = await database().execute<{ due_at_ms: number | null }>(sql`
    with recursive ${SUBSCRIPTIONS_WITH_OPEN}
    select extract(epoch from min(next.due_at))::float8 * 1000 as due_at_ms
    from waiting w
    join subscriptions s on s.id = w.subscription_id and ${IS_ACTIVE}
    left join subscription_health h on h.subscription_id = s.id
    cross join lateral (
      select soonest.due_at from ${KINDS} cross join lateral (
        select q.due_at from open_deliveries q where ${OF_KIND} and q.due_at > now() order by q.due_at limit 1
      ) soonest
      where not ${IS_RESTING}
      union all
      select h.breaker_open_until where ${IS_RESTING}
    ) next
    where next.due_at < now() + interval '1 minute'
  `);
  return row?.due_at_ms ? new Date(Math.ceil(row.due_at_ms)) : null;
}

/** True when something that could be sent has been due for longer than `overdueMs`. */
export async function hasOverdue(overdueMs: number): Promise<boolean> {
  const [row] = await database().execute<{ found: boolean }>(sql`
    with recursive ${SUBSCRIPTIONS_WITH_OPEN}
    select exists (
      select from waiting w
      join subscriptions s on s.id = w.subscription_id and ${IS_ACTIVE}
      left join subscription_health h on h.subscription_id = s.id
      where not ${IS_RESTING} and exists (
        select from ${KINDS} cross join lateral (
          select from open_deliveries q
          where ${OF_KIND} and q.due_at < now() - make_interval(secs => ${overdueMs / 1000}) limit 1
        ) overdue)
    ) as found`);
  return row?.found ?? false;
}

const RETRY_DUE = textOf(sql`
  select extract(epoch from q.due_at)::float8 * 1000 as at_ms,
         extract(epoch from q.due_at - now())::float8 * 1000 as in_ms
  from deliveries d
  join open_deliveries q on q.organization_id = d.organization_id and q.delivery_id = d.id and ${IS_WAITING}
  join subscriptions s on s.id = d.subscription_id and ${IS_ACTIVE}
  where d.id = $1 and ${IS_RETRYING} and d.attempt_count = $2 and ${ownerAllows("d.event_type")}`);

/** When attempt `attempt` of a delivery is due, and how long that is from now; null when it waits for no such retry, or may not be sent. */
export async function retryDue(id: string, attempt: number): Promise<{ at: Date; inMs: number } | null> {
  const [row] = await queryPrepared<{ at_ms: number; in_ms: number }>(RETRY_DUE, [id, attempt - 1]);
  return row ? { at: new Date(Math.ceil(row.at_ms)), inMs: row.in_ms } : null;
}
