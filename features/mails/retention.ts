import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { firstUuidAt } from "@/db/uuid";
import { env } from "@/lib/env";
import { DAY_MS } from "@/lib/time";

const BATCH = 1000;

/** Deletes one batch of the mails past LOG_RETENTION_DAYS of which nothing more comes. An address that refused one is tried again after that. True while there may be more. */
export async function pruneMails(): Promise<boolean> {
  const cutoff = firstUuidAt(Date.now() - env.LOG_RETENTION_DAYS * DAY_MS);
  const deleted = await database().execute(sql`
    delete from mails where due_at is null and id in (
      select id from mails where id < ${cutoff}::uuid and due_at is null order by id limit ${BATCH} for update skip locked)
    returning 1`);
  return deleted.length >= BATCH;
}
