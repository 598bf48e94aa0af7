import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { holdForbidden, releaseHeld } from "@/features/deliveries/hold";

/**
 * Puts right what was being published or sent while its subscription was resumed, handed over or deleted, or its owner's role changed, and so
 * missed the change: what may go out is released, what may not is held, and what is open of a deleted subscription is canceled.
 */
export async function settleStrays(): Promise<void> {
  await releaseHeld(sql`true`);
  await holdForbidden(sql`true`);
  await database().execute(sql`
    update deliveries d set status = 'canceled', completed_at = now(), next_attempt_at = null, due_at = null
    from subscriptions s
    where s.id = d.subscription_id and d.status in ('pending', 'retrying') and s.deleted_at is not null`);
  await database().execute(sql`
    update deliveries d set status = 'canceled', completed_at = now(), next_attempt_at = null, due_at = null
    from subscriptions s
    where s.id = d.subscription_id and d.status = 'held' and s.deleted_at is not null`);
}
