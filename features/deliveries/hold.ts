import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { OWNER_GETS_ALL, OWNER_JOIN, ownerMayGet } from "@/features/events/owner-rule";

/** Lets go what is held of the subscriptions `s` that are active and whose owner may get it. */
export async function releaseHeld(which: SQL): Promise<void> {
  await database().execute(sql`
    update deliveries d set status = 'pending', next_attempt_at = now(), due_at = now()
    from subscriptions s ${OWNER_JOIN}
    where s.id = d.subscription_id and d.status = 'held' and s.status = 'active' and s.deleted_at is null
      and ${ownerMayGet("d.event_type")} and ${which}`);
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
    where d.subscription_id = o.id and d.status in ('pending', 'retrying') and not ${ownerMayGet("d.event_type")}`);
}
