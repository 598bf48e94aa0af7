import "server-only";
import { sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import type { AttemptTrigger } from "@/db/enums";
import { OWNER_JOIN, ownerAllows, ownerMayGet } from "@/features/events/owner-rule";
import { env } from "@/lib/env";

/** `steady`: targets that work. `failing`: targets that keep failing, which get few slots of their own so that nobody waits for them. */
export type Lane = "steady" | "failing";

const FAILING_AFTER = 5;
const FAILING_MAX_IN_FLIGHT = 4;
/** Longer than the 10 s deadline of a send, with room for a busy machine. */
const LEASE_SECONDS = 60;
const CLAIM_LOCK = 7201;

/** The subscriptions that have open deliveries, by stepping through the index from one to the next: no cost for the rows in between. */
const WAITING = sql`waiting as (
  (select subscription_id from deliveries
   where status in ('pending', 'retrying', 'sending') order by subscription_id limit 1)
  union all
  select (select d.subscription_id from deliveries d
          where d.status in ('pending', 'retrying', 'sending') and d.subscription_id > w.subscription_id
          order by d.subscription_id limit 1)
  from waiting w where w.subscription_id is not null
)`;

/** A delivery that this process may send until its lease ends, with all that its request is made of. */
export interface ClaimedDelivery {
  id: string;
  organizationId: number;
  subscriptionId: string;
  /** Changes whenever the subscription's row does. */
  subscriptionVersion: string;
  eventId: string;
  eventType: string;
  data: string;
  occurredAt: string;
  /** Of the event. */
  hops: number;
  /** Of the attempt that is about to be made, 1-based. */
  attempt: number;
  maxAttempts: number;
  trigger: AttemptTrigger;
  requestedBy: number | null;
  generation: number;
  abandonedCount: number;
  /** The database's clock at the claim, in milliseconds. */
  claimedAtMs: number;
}

/**
 * Leases up to `limit` due deliveries of one lane, the oldest of each subscription first and one of each subscription before the second of
 * any, so that one huge backlog can't crowd out the rest. No subscription gets more in flight than it may have.
 */
export function claimDue(lane: Lane, limit: number): Promise<ClaimedDelivery[]> {
  return transaction(async () => {
    // A statement of its own: the claim's snapshot must be taken after the lock, or two claims could both count the same free slots.
    await database().execute(sql`select pg_advisory_xact_lock(${CLAIM_LOCK})`);
    // Only what is picked is locked, and whatever someone else is changing at this moment is left for the next claim.
    return database().execute<Row>(sql`
      with recursive ${WAITING}, room as materialized (
        select s.id, o.role,
               case when coalesce(h.breaker_trips, 0) > 0 then 1
                    when coalesce(h.consecutive_failures, 0) >= ${FAILING_AFTER}
                    then least(s.max_in_flight, ${FAILING_MAX_IN_FLIGHT})
                    else s.max_in_flight end
               - (select count(*)::int from deliveries x
                  where x.subscription_id = s.id and x.status = 'sending' and x.due_at > now()) as free
        from waiting w
        join subscriptions s on s.id = w.subscription_id and s.status = 'active' and s.deleted_at is null
        left join subscription_health h on h.subscription_id = s.id
        ${OWNER_JOIN}
        where (coalesce(h.consecutive_failures, 0) >= ${FAILING_AFTER}) = ${lane === "failing"}
          and (h.breaker_open_until is null or h.breaker_open_until <= now())
      ), picked as (
        select due.id
        from room o cross join lateral (
          select q.id, q.due_at, row_number() over (order by q.due_at) as rank
          from (
            select d.id, d.due_at from deliveries d
            where d.subscription_id = o.id and d.status in ('pending', 'retrying', 'sending') and d.due_at <= now()
              and ${ownerMayGet("d.event_type")}
            order by d.due_at limit least(greatest(o.free, 0), ${limit})
          ) q
        ) due
        order by due.rank, due.due_at limit ${limit}
      ), locked as (
        select id from deliveries where id in (select id from picked) for update skip locked
      )
      ${lease(sql`d.id in (select id from locked) and d.status in ('pending', 'retrying', 'sending') and d.due_at <= now()`)}
    `);
  }).then((rows) => rows.map(toClaimed));
}

/** Leases one delivery for its planned retry; null when it is not due, not waiting for attempt `attempt`, or its subscription is stopped. */
export async function claimRetry(deliveryId: string, attempt: number): Promise<ClaimedDelivery | null> {
  const [row] = await database().execute<Row>(
    lease(sql`
      d.id = ${deliveryId} and d.status = 'retrying' and d.attempt_count = ${attempt - 1}
      and d.next_attempt_at <= now() and s.status = 'active' and s.deleted_at is null
      and ${ownerAllows("d.event_type")}`),
  );
  return row ? toClaimed(row) : null;
}

/** The time of a retry that is still to come; null when the delivery no longer waits for that attempt, or nobody may send it. */
export async function plannedRetryAt(deliveryId: string, attempt: number): Promise<Date | null> {
  const [row] = await database().execute<{ at_ms: number }>(sql`
    select extract(epoch from d.next_attempt_at)::float8 * 1000 as at_ms
    from deliveries d join subscriptions s on s.id = d.subscription_id and s.status = 'active' and s.deleted_at is null
    where d.id = ${deliveryId} and d.status = 'retrying' and d.attempt_count = ${attempt - 1} and d.next_attempt_at > now()
      and ${ownerAllows("d.event_type")}`);
  return row ? new Date(row.at_ms) : null;
}

/** When the batch lane has something to take next, within the coming minute; null for nothing. */
export async function nextDueAt(): Promise<Date | null> {
  const [row] = await database().execute<{ due_at_ms: number | null }>(sql`
    with recursive ${WAITING}
    select extract(epoch from min(first.due_at))::float8 * 1000 as due_at_ms
    from waiting w
    join subscriptions s on s.id = w.subscription_id and s.status = 'active' and s.deleted_at is null
    cross join lateral (
      select d.due_at from deliveries d
      where d.subscription_id = w.subscription_id and d.status in ('pending', 'retrying', 'sending') and d.due_at > now()
      order by d.due_at limit 1
    ) first
    where first.due_at < now() + interval '1 minute'
  `);
  return row?.due_at_ms ? new Date(row.due_at_ms) : null;
}

/** True when something that could be sent has been due for longer than `overdueMs`. */
export async function hasOverdue(overdueMs: number): Promise<boolean> {
  const [row] = await database().execute<{ found: boolean }>(sql`
    with recursive ${WAITING}
    select exists (
      select from waiting w
      join subscriptions s on s.id = w.subscription_id and s.status = 'active' and s.deleted_at is null
      left join subscription_health h on h.subscription_id = s.id
      where (h.breaker_open_until is null or h.breaker_open_until <= now()) and exists (
        select from deliveries d
        where d.subscription_id = w.subscription_id and d.status in ('pending', 'retrying', 'sending')
          and d.due_at < now() - make_interval(secs => ${overdueMs / 1000}))
    ) as found`);
  return row?.found ?? false;
}

/** The condition may speak of the delivery `d` and its subscription `s`. */
function lease(condition: ReturnType<typeof sql>) {
  return sql`
    update deliveries d
    set status = 'sending',
        lease_generation = d.lease_generation + 1,
        due_at = now() + make_interval(secs => ${LEASE_SECONDS * Math.max(env.DELIVERY_TIME_SCALE, 0.25)}),
        abandoned_count = least(d.abandoned_count + (d.status = 'sending')::int, 100)
    from events e, subscriptions s
    where ${condition} and e.id = d.event_id and s.id = d.subscription_id
    returning d.id, d.organization_id, d.subscription_id, s.xmin::text as subscription_version, d.event_id, d.event_type,
              e.data, to_char(e.occurred_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as occurred_at,
              e.hops, d.attempt_count, d.max_attempts, d.next_trigger, d.requested_by, d.lease_generation, d.abandoned_count,
              extract(epoch from clock_timestamp())::float8 * 1000 as claimed_at_ms`;
}

interface Row extends Record<string, unknown> {
  id: string;
  organization_id: number;
  subscription_id: string;
  subscription_version: string;
  event_id: string;
  event_type: string;
  data: string;
  occurred_at: string;
  hops: number;
  attempt_count: number;
  max_attempts: number;
  next_trigger: AttemptTrigger;
  requested_by: number | null;
  lease_generation: number;
  abandoned_count: number;
  claimed_at_ms: number;
}

function toClaimed(row: Row): ClaimedDelivery {
  return {
    id: row.id,
    organizationId: row.organization_id,
    subscriptionId: row.subscription_id,
    subscriptionVersion: row.subscription_version,
    eventId: row.event_id,
    eventType: row.event_type,
    data: row.data,
    occurredAt: row.occurred_at,
    hops: row.hops,
    attempt: row.attempt_count + 1,
    maxAttempts: row.max_attempts,
    trigger: row.next_trigger,
    requestedBy: row.requested_by,
    generation: row.lease_generation,
    abandonedCount: row.abandoned_count,
    claimedAtMs: row.claimed_at_ms,
  };
}
