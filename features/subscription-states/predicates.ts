import "server-only";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { SubscriptionStatus } from "@/db/enums";

/** Conditions on a subscription `s` and its health `h`. */
export const IS_ACTIVE = isThereWith("active");
export const IS_UNVERIFIED = isThereWith("unverified");
export const IS_PAUSED = isThereWith("paused");
export const IS_DISABLED = isThereWith("disabled");
/** It failed so often that it is left alone for a while. */
export const IS_RESTING = sql.raw("(h.breaker_open_until > now()) is true");

/** Active, for a status that stands in another column; whether it is deleted is not asked. */
export function isActiveIn(status: SQLWrapper): SQL {
  return sql`${status} = 'active'`;
}

/** Its target has yet to answer the handshake, likewise. */
export function isUnverifiedIn(status: SQLWrapper): SQL {
  return sql`${status} = 'unverified'`;
}

/** Switched off by us, likewise. */
export function isDisabledIn(status: SQLWrapper): SQL {
  return sql`${status} = 'disabled'`;
}

function isThereWith(status: SubscriptionStatus): SQL {
  return sql.raw(`s.status = '${status}' and s.deleted_at is null`);
}
