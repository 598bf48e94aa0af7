import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { oneOf } from "@/db/one-of";
import { IS_HELD, IS_SENDING, IS_WAITING } from "@/features/deliveries/predicates";
import { TRANSITIONS } from "@/features/deliveries/states";
import { OWNER_GETS_ALL, OWNER_JOIN, ownerMayGet } from "@/features/events/owner-rule";
import { IS_ACTIVE } from "@/features/subscriptions/predicates";
import { env } from "@/lib/env";

/** Longer than the 10 s deadline of a send, with room for a busy machine. */
const LEASE_SECONDS = 60;

const CANCELED = sql.raw("status = 'canceled', completed_at = now(), next_attempt_at = null, due_at = null");

/** Status, next_attempt_at and due_at of a new delivery. */
export function enqueued(goesOut: SQL): SQL {
  return sql`case when ${goesOut} then 'pending' else 'held' end::delivery_status,
             case when ${goesOut} then now() end,
             case when ${goesOut} then now() end`;
}

/** Sets for `update deliveries d`: its caller may send it until the lease ends. One whose lease ran out is taken over. */
export function leased(): SQL {
  return sql`status = 'sending',
        lease_generation = d.lease_generation + 1,
        due_at = now() + make_interval(secs => ${LEASE_SECONDS * Math.max(env.DELIVERY_TIME_SCALE, 0.25)}),
        abandoned_count = least(d.abandoned_count + (${IS_SENDING})::int, 100)`;
}

/** Sets for `update deliveries d` from the outcome `x` of an attempt. Where a cancel meanwhile has lowered the row's limit, the row is right. */
export const RECORDED = sql.raw(`
          status = (case when x.success then 'succeeded'
                         when x.retry_at is null then 'failed'
                         when x.attempt >= d.max_attempts then 'canceled'
                         else 'retrying' end)::delivery_status,
          completed_at = case when x.retry_at is null or x.attempt >= d.max_attempts then now() end,
          next_attempt_at = case when x.attempt < d.max_attempts then x.retry_at end,
          due_at = case when x.attempt < d.max_attempts then x.retry_at end,
          attempt_count = x.attempt,
          next_trigger = 'retry',
          requested_by = null,
          abandoned_count = 0`);

/** Lets go what is held of the subscriptions `s` that are active and whose owner may get it. */
export async function releaseHeld(which: SQL): Promise<void> {
  await database().execute(sql`
    update deliveries d set status = 'pending', next_attempt_at = now(), due_at = now()
    from subscriptions s ${OWNER_JOIN}
    where s.id = d.subscription_id and ${IS_HELD} and ${IS_ACTIVE} and ${ownerMayGet("d.event_type")} and ${which}`);
}

/** Holds what waits for an attempt although the owner of its subscription `s` may no longer get it. It stays until someone decides. */
export async function holdForbidden(which: SQL): Promise<void> {
  await database().execute(sql`
    with o as materialized (
      select s.id, o.role from subscriptions s ${OWNER_JOIN}
      where s.deleted_at is null and not ${OWNER_GETS_ALL} and ${which}
    )
    update deliveries d set status = 'held', next_attempt_at = null, due_at = null
    from o
    where d.subscription_id = o.id and ${IS_WAITING} and not ${ownerMayGet("d.event_type")}`);
}

/** Cancels what has not been sent of those subscriptions `s` that are deleted. */
export async function cancelDeleted(which: SQL): Promise<void> {
  // Two statements, because each finds its rows by a partial index of its own.
  for (const isUnsent of [IS_WAITING, IS_HELD]) {
    await database().execute(sql`
      update deliveries d set ${CANCELED}
      from subscriptions s
      where s.id = d.subscription_id and ${isUnsent} and s.deleted_at is not null and ${which}`);
  }
}

interface DeliveryKey {
  id: string;
  organizationId: number;
}

/** Makes it due now. A finished one gets one more attempt; one that waits for a retry keeps its schedule. False while it is being sent. */
export function resend(key: DeliveryKey, requestedBy: number | null): Promise<boolean> {
  return change(
    key,
    sql`status = 'pending', next_attempt_at = now(), due_at = now(), next_trigger = 'manual', requested_by = ${requestedBy},
        max_attempts = case when d.completed_at is null then d.max_attempts else d.attempt_count + 1 end,
        completed_at = null`,
    sql`d.status ${oneOf(TRANSITIONS.resend.from)}`,
  );
}

/** False while it is being sent, and where nothing is left to cancel. */
export function cancel(key: DeliveryKey): Promise<boolean> {
  return change(key, CANCELED, sql`d.status ${oneOf(TRANSITIONS.cancel.from)}`);
}

/** Makes the attempt that is under way the last; false where none is. */
export function endWithThisAttempt(key: DeliveryKey): Promise<boolean> {
  return change(key, sql`max_attempts = d.attempt_count + 1`, IS_SENDING);
}

async function change({ id, organizationId }: DeliveryKey, set: SQL, from: SQL): Promise<boolean> {
  const changed = await database().execute(sql`
    update deliveries d set ${set}
    where d.id = ${id} and d.organization_id = ${organizationId} and ${from} returning d.id`);
  return changed.length > 0;
}
