import "server-only";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { DELIVERY_STATES, type DeliveryState, MANUAL_TRIGGERS } from "@/db/enums";
import { oneOf } from "@/db/one-of";

/** Conditions on a delivery `d`. */
export const IS_WAITING = inState("waiting");
/** Waiting for the planned time of another attempt. */
export const IS_RETRYING = inState("retrying");
export const IS_SENDING = inState("sending");
export const IS_OPEN = inState("open");
export const IS_HELD = inState("held");
export const IS_FAILED = inState("failed");
/** The time of its next attempt has come, or the worker that was sending it is gone. */
export const IS_DUE = sql`${IS_OPEN} and d.due_at <= now()`;
/** A worker is sending it at this moment. */
export const IS_IN_FLIGHT = sql`${IS_SENDING} and d.due_at > now()`;
/** A person asked for it: a test, or a resend by hand. */
export const IS_MANUAL = sql`d.next_trigger ${oneOf(MANUAL_TRIGGERS)}`;

/** The same for a status that stands in another column. */
export function inState(state: DeliveryState, status: SQLWrapper = sql.raw("d.status")): SQL {
  return sql`${status} ${oneOf(DELIVERY_STATES[state])}`;
}

/**
 * The subscriptions that have open deliveries, as a table `waiting` of a recursive statement: steps through the index from one to the next,
 * at no cost for the rows in between.
 */
export const SUBSCRIPTIONS_WITH_OPEN = sql`waiting as (
  (select d.subscription_id from deliveries d where ${IS_OPEN} order by d.subscription_id limit 1)
  union all
  select (select d.subscription_id from deliveries d
          where ${IS_OPEN} and d.subscription_id > w.subscription_id
          order by d.subscription_id limit 1)
  from waiting w where w.subscription_id is not null
)`;
