import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { READS_KEPT_DAYS } from "@/features/tickets/unread";

const BATCH = 1000;

/** Deletes one batch of those who haven't opened a ticket for READS_KEPT_DAYS. True while there may be more. */
export async function pruneTicketViewers(): Promise<boolean> {
  const deleted = await database().execute(sql`
    delete from ticket_viewers where ctid = any(array(
      select ctid from ticket_viewers where seen_at < now() - make_interval(days => ${READS_KEPT_DAYS})
      limit ${BATCH}))
    returning 1`);
  return deleted.length >= BATCH;
}
