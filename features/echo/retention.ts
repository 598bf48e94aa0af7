import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { firstUuidAt } from "@/db/uuid";
import { DAY_MS } from "@/lib/time";

/** They are there to be looked at once; the log of deliveries keeps the same bytes longer. */
const RETENTION_DAYS = 7;
const BATCH = 1000;

/** Deletes one batch of what echo receivers got long ago. True while there may be more. */
export async function pruneEchoRequests(): Promise<boolean> {
  const cutoff = firstUuidAt(Date.now() - RETENTION_DAYS * DAY_MS);
  const deleted = await database().execute(sql`
    delete from echo_requests where id in (
      select id from echo_requests where id < ${cutoff}::uuid order by id limit ${BATCH})
    returning 1`);
  return deleted.length >= BATCH;
}
