import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";

/**
 * Puts right what was being published or sent while its subscription was resumed or deleted, and so missed the change: the held delivery of
 * an active subscription is released, the open one of a deleted subscription canceled.
 */
export async function settleStrays(): Promise<void> {
  await database().execute(sql`
    update deliveries d set status = 'pending', next_attempt_at = now(), due_at = now()
    from subscriptions s
    where s.id = d.subscription_id and d.status = 'held' and s.status = 'active' and s.deleted_at is null`);
  await database().execute(sql`
    update deliveries d set status = 'canceled', completed_at = now(), next_attempt_at = null, due_at = null
    from subscriptions s
    where s.id = d.subscription_id and d.status in ('pending', 'retrying') and s.deleted_at is not null`);
  await database().execute(sql`
    update deliveries d set status = 'canceled', completed_at = now(), next_attempt_at = null, due_at = null
    from subscriptions s
    where s.id = d.subscription_id and d.status = 'held' and s.deleted_at is not null`);
}
