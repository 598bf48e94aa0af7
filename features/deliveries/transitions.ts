import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import { IS_HELD, IS_KEPT, IS_MANUAL, IS_OPEN, IS_WAITING } from "@/features/deliveries/predicates";
import { OWNER_GETS_ALL, OWNER_JOIN, ownerMayGet } from "@/features/subscription-states/owner-rule";
import { IS_ACTIVE } from "@/features/subscription-states/predicates";
import { env } from "@/lib/env";

/** Longer than the 10 s deadline of a send, with room for a busy machine. */
const LEASE_SECONDS = 60;

const CANCELED = sql.raw("status = 'canceled', completed_at = now(), next_attempt_at = null");

/** Status and next_attempt_at of a new delivery, which `queued` then puts into the queue. */
export function enqueued(goesOut: SQL): SQL {
  return sql`case when ${goesOut} then 'pending' else 'held' end::delivery_status,
             case when ${goesOut} then now() end`;
}

/** What `queued` takes of an update or insert of deliveries. */
export const QUEUED_COLUMNS = sql.raw(
  "d.id, d.organization_id, d.subscription_id, d.event_type, d.status, d.next_trigger, d.next_attempt_at",
);

/** Puts those deliveries `d` into the queue that are open and not in it yet: new ones, released ones, finished ones that are sent again. */
export function queued(source: SQL): SQL {
  return sql`insert into open_deliveries (organization_id, delivery_id, subscription_id, event_type, is_manual, due_at)
      select d.organization_id, d.id, d.subscription_id, d.event_type, ${IS_MANUAL}, d.next_attempt_at
      from ${source} d where ${IS_OPEN}`;
}

/**
 * Sets for `update open_deliveries q`: its caller may send it until the lease `$1` ends, after `$2` seconds. One whose lease ran out is taken
 * over.
 */
export const TAKES_LEASE = sql.raw(`is_sending = true,
        lease_id = $1::uuid,
        due_at = now() + make_interval(secs => $2::float8),
        abandoned_count = least(q.abandoned_count + q.is_sending::int, 100)`);

export function leaseSeconds(): number {
  return LEASE_SECONDS * Math.max(env.DELIVERY_TIME_SCALE, 0.25);
}

/** Sets for `update deliveries d` from the outcome `x` of an attempt. Where a cancel meanwhile has lowered the row's limit, the row is right. */
export const RECORDED = sql.raw(`
          status = (case when x.success then 'succeeded'
                         when x.retry_at is null then 'failed'
                         when x.attempt >= d.max_attempts then 'canceled'
                         else 'retrying' end)::delivery_status,
          completed_at = case when x.retry_at is null or x.attempt >= d.max_attempts then now() end,
          next_attempt_at = case when x.attempt < d.max_attempts then x.retry_at end,
          attempt_count = x.attempt,
          next_trigger = 'retry',
          requested_by = null`);

/** Lets go what is held of the subscriptions `s` that are active, but for what somebody decides about later, and whose owner may get it. */
export async function releaseHeld(which: SQL): Promise<void> {
  await allowTime();
  await database().execute(sql`
    with released as (
      update deliveries d set status = 'pending', next_attempt_at = now()
      from subscriptions s ${OWNER_JOIN}
      where s.id = d.subscription_id and ${IS_HELD} and ${IS_ACTIVE} and not ${IS_KEPT} and ${ownerMayGet("d.event_type")} and ${which}
      returning ${QUEUED_COLUMNS}
    ) ${queued(sql`released`)}`);
}

/** Holds what waits for an attempt although the owner of its subscription `s` may no longer get it. It stays until someone decides. */
export async function holdForbidden(which: SQL): Promise<void> {
  await allowTime();
  await database().execute(sql`
    with o as materialized (
      select s.id, o.role from subscriptions s ${OWNER_JOIN}
      where s.deleted_at is null and not ${OWNER_GETS_ALL} and ${which}
    ), forbidden as (${takenOut(sql`o on q.subscription_id = o.id`, sql`not ${ownerMayGet("q.event_type")}`)})
    update deliveries d set status = 'held', next_attempt_at = null
    from forbidden where d.id = forbidden.delivery_id`);
}

/** Cancels what has not been sent of those subscriptions `s` that are deleted. */
export async function cancelDeleted(which: SQL): Promise<void> {
  await allowTime();
  await database().execute(sql`
    with unsent as (
      ${takenOut(sql`subscriptions s on s.id = q.subscription_id`, sql`s.deleted_at is not null and ${which}`)}
    )
    update deliveries d set ${CANCELED}
    from unsent where d.id = unsent.delivery_id`);
  await database().execute(sql`
    update deliveries d set ${CANCELED}
    from subscriptions s
    where s.id = d.subscription_id and ${IS_HELD} and s.deleted_at is not null and ${which}`);
}

/** Cancels up to `limit` of what a subscription holds, oldest first and none that was made after `upToId`; tells how many it were. */
export async function cancelHeld(subscriptionId: string, upToId: string, limit: number): Promise<number> {
  const canceled = await database().execute(sql`
    update deliveries d set ${CANCELED}
    -- As an array it is read once, so that the limit holds whatever the plan.
    where ${IS_HELD} and d.id = any(array(
      select d.id from deliveries d
      where d.subscription_id = ${subscriptionId} and ${IS_HELD} and d.id <= ${upToId}
      order by d.id limit ${limit} for update))
    returning d.id`);
  return canceled.length;
}

/** Takes out of the queue what waits there. What a worker is taking or recording stays for the sweep: neither waits for the other. */
function takenOut(joined: SQL, which: SQL): SQL {
  return sql`
      delete from open_deliveries q using (
        select q.organization_id, q.delivery_id from open_deliveries q join ${joined}
        where ${IS_WAITING} and ${which} for update of q skip locked
      ) w
      where q.organization_id = w.organization_id and q.delivery_id = w.delivery_id
      returning q.delivery_id`;
}

/** Given up half-way, what changes very many would be given up again whenever it is tried. */
async function allowTime(): Promise<void> {
  await currentTransaction().execute(sql`set local statement_timeout = '10min'`);
}

interface DeliveryKey {
  id: string;
  organizationId: number;
}

/**
 * Makes it due now, for a caller that has locked it. A finished one gets one more attempt; one that waits for a retry keeps its schedule.
 * False while it is being sent.
 */
export async function resend(key: DeliveryKey, requestedBy: number | null): Promise<boolean> {
  const changed = await database().execute(sql`
    with due as (
      update open_deliveries q set is_manual = true, due_at = now()
      from (${waitingFor(key)}) w where q.organization_id = w.organization_id and q.delivery_id = w.delivery_id
      returning q.delivery_id
    ), resent as (
      update deliveries d
      set status = 'pending', next_attempt_at = now(), next_trigger = 'manual', requested_by = ${requestedBy},
          max_attempts = case when d.completed_at is null then d.max_attempts else d.attempt_count + 1 end,
          completed_at = null
      where ${isKey(key)} and (not ${IS_OPEN} or exists (select from due))
      returning ${QUEUED_COLUMNS}
    ), queued as (${queued(sql`resent`)} on conflict do nothing)
    select id from resent`);
  return changed.length > 0;
}

interface Lease extends DeliveryKey {
  leaseId: string;
  /** When it was due before it was claimed. */
  dueAtMs: number;
}

/** Puts a claimed one back to its place, as if it had not been claimed. */
export async function giveBack({ id, organizationId, leaseId, dueAtMs }: Lease): Promise<void> {
  await database().execute(sql`
    update open_deliveries set is_sending = false, lease_id = null, due_at = to_timestamp(${dueAtMs}::float8 / 1000)
    where organization_id = ${organizationId} and delivery_id = ${id} and lease_id = ${leaseId} and is_sending`);
}

/** Whether a person asked for the attempt that it waits for. */
export async function isAskedFor(id: string): Promise<boolean> {
  const found = await database().execute(sql`select from deliveries d where d.id = ${id} and ${IS_MANUAL}`);
  return found.length > 0;
}

/** For a caller that has locked it. False while it is being sent, and where nothing is left to cancel. */
export async function cancel(key: DeliveryKey): Promise<boolean> {
  const changed = await database().execute(sql`
    with unsent as (
      delete from open_deliveries q
      using (${waitingFor(key)}) w where q.organization_id = w.organization_id and q.delivery_id = w.delivery_id
      returning q.delivery_id
    )
    update deliveries d set ${CANCELED}
    where ${isKey(key)} and (${IS_HELD} or exists (select from unsent)) returning d.id`);
  return changed.length > 0;
}

/** Makes the attempt that is under way the last, of a delivery that `cancel` did not get; false where none is. */
export async function endWithThisAttempt(key: DeliveryKey): Promise<boolean> {
  const changed = await database().execute(sql`
    update deliveries d set max_attempts = d.attempt_count + 1
    where ${isKey(key)} and ${IS_OPEN} returning d.id`);
  return changed.length > 0;
}

/** Its row of the queue, unless it is being sent. Somebody else's lock on it is a worker's, that takes it or brings what came of it. */
function waitingFor({ id, organizationId }: DeliveryKey): SQL {
  return sql`
      select q.organization_id, q.delivery_id from open_deliveries q
      where q.organization_id = ${organizationId} and q.delivery_id = ${id} and ${IS_WAITING}
      for update skip locked`;
}

function isKey({ id, organizationId }: DeliveryKey): SQL {
  return sql`d.id = ${id} and d.organization_id = ${organizationId}`;
}
