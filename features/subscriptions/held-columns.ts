import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { IS_HELD } from "@/features/deliveries/predicates";
import { COUNT_LIMIT } from "@/lib/bounded-count";

/** What waits for it: the index has no more of it than is held. */
export const HELD = {
  heldEvents: countUpTo(sql`deliveries d where d.subscription_id = subscriptions.id and ${IS_HELD}`),
  keepsHeld: sql<boolean>`exists (select from deliveries d
    where d.subscription_id = subscriptions.id and ${IS_HELD} and d.id <= subscriptions.kept_up_to)`,
  newestHeldId: sql<string | null>`(select d.id from deliveries d
    where d.subscription_id = subscriptions.id and ${IS_HELD} order by d.id desc limit 1)`,
};

export function countUpTo(found: SQL): SQL<number> {
  return sql`(select count(*)::int from (select 1 from ${found} limit ${COUNT_LIMIT}) as counted)`;
}
