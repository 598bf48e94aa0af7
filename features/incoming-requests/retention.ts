import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { firstUuidAt } from "@/db/uuid";
import { env } from "@/lib/env";
import { DAY_MS } from "@/lib/time";

/** Bodies may have a megabyte each. */
const BATCH = 1000;

/**
 * Deletes one batch of the requests past LOG_RETENTION_DAYS. What waits at a webhook stays however old it is: its sender was promised that it
 * will be processed; with the webhook the promise goes. A replay has the bytes of the request that it ran again, and goes when that is past. True
 * while there may be more.
 */
export async function pruneIncomingRequests(): Promise<boolean> {
  const cutoff = firstUuidAt(Date.now() - env.LOG_RETENTION_DAYS * DAY_MS);
  const deleted = await database().execute(sql`
    delete from incoming_requests where id in (
      select r.id from incoming_requests r join incoming_webhooks w on w.id = r.webhook_id
      where r.id < ${cutoff}::uuid and (r.result not in ('queued', 'held') or w.deleted_at is not null)
      order by r.id limit ${BATCH})
    returning 1`);
  const replays = await database().execute(sql`
    delete from incoming_requests where id = any(array(
      select id from incoming_requests where replay_of is not null and replay_of < ${cutoff}::uuid
      order by replay_of limit ${BATCH}))
    returning 1`);
  return Math.max(deleted.length, replays.length) >= BATCH;
}

/**
 * Deletes one batch of the keys by which repeats are known, with LOG_RETENTION_DAYS like the requests that may still be accepted until then,
 * and of the counts that no chart shows any more, after 30 days.
 */
export async function pruneIncomingCounts(): Promise<boolean> {
  const keys = await database().execute(sql`
    delete from incoming_request_keys where ctid = any(array(
      select ctid from incoming_request_keys where created_at < now() - make_interval(days => ${env.LOG_RETENTION_DAYS}) limit ${BATCH}))
    returning 1`);
  const counts = await database().execute(sql`
    delete from incoming_webhook_stats where ctid = any(array(
      select ctid from incoming_webhook_stats where hour < now() - interval '30 days' limit ${BATCH}))
    returning 1`);
  return Math.max(keys.length, counts.length) >= BATCH;
}
