import "server-only";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { DELIVERY_STATES, type DeliveryState, MANUAL_TRIGGERS } from "@/db/enums";
import { oneOf } from "@/db/one-of";

/** Conditions on a delivery `d`; what is being sent is open as well, and the queue says so. */
export const IS_OPEN = inState("waiting");
/** Another attempt is planned, or under way. */
export const IS_RETRYING = inState("retrying");
export const IS_HELD = inState("held", sql.raw("d.undelivered_status"));
/** Of one that is held: its subscription `s` was resumed without it, and somebody decides about it later. */
export const IS_KEPT = sql.raw("coalesce(d.id <= s.kept_up_to, false)");
export const IS_FAILED = inState("failed", sql.raw("d.undelivered_status"));
/** A person asked for its next attempt: a test, or a resend by hand. */
export const IS_MANUAL = sql`d.next_trigger ${oneOf(MANUAL_TRIGGERS)}`;

/** Conditions on the row `q` that an open delivery has in the queue. */
export const IS_WAITING = sql.raw("not q.is_sending");
/** The time of its next attempt has come, or the worker that was sending it is gone. */
export const IS_DUE = sql.raw("q.due_at <= now()");
/** A worker is sending it at this moment. */
export const IS_IN_FLIGHT = sql.raw("q.is_sending and q.due_at > now()");

/** The same for a status that stands in another column. */
export function inState(state: DeliveryState, status: SQLWrapper = sql.raw("d.status")): SQL {
  return sql`${status} ${oneOf(DELIVERY_STATES[state])}`;
}

/**
 * The subscriptions that have open deliveries, as a table `waiting` of a recursive statement: steps through the index from one to the next,
 * at no cost for the rows in between.
 */
export const SUBSCRIPTIONS_WITH_OPEN = sql.raw(`waiting as (
  (select q.subscription_id from open_deliveries q order by q.subscription_id limit 1)
  union all
  select (select q.subscription_id from open_deliveries q
          where q.subscription_id > w.subscription_id
          order by q.subscription_id limit 1)
  from waiting w where w.subscription_id is not null
)`);
