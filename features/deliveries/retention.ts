import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { firstUuidAt } from "@/db/uuid";
import { env } from "@/lib/env";
import { DAY_MS } from "@/lib/time";

const BATCH = 5000;

/**
 * Deletes one batch of what is past LOG_RETENTION_DAYS: finished deliveries with their attempts, then events that no delivery refers to.
 * A delivery that is still open keeps itself and its event, however old. True while there may be more.
 */
export async function pruneLog(): Promise<boolean> {
  const cutoff = firstUuidAt(Date.now() - env.LOG_RETENTION_DAYS * DAY_MS);
  const [row] = await database().execute<{ deliveries: number; events: number }>(sql`
    with old_deliveries as (
      -- Asked again, as one may be sent again at this moment: the ids are those from before.
      delete from deliveries where completed_at is not null and id in (
        select id from deliveries where id < ${cutoff}::uuid and completed_at is not null order by id limit ${BATCH})
      returning id
    ), old_attempts as (
      delete from attempts where delivery_id in (select id from old_deliveries)
    ), old_events as (
      delete from events where id in (
        select e.id from events e
        where e.id < ${cutoff}::uuid and not exists (select 1 from deliveries d where d.event_id = e.id)
        order by e.id limit ${BATCH})
      returning 1
    )
    select (select count(*)::int from old_deliveries) as deliveries, (select count(*)::int from old_events) as events
  `);
  return row !== undefined && Math.max(row.deliveries, row.events) >= BATCH;
}
