import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";

const BATCH = 1000;

/** Deletes one batch of the codes, and of the devices that waited, a day after their end: until then each is told what became of it. */
export async function pruneOAuthCodes(): Promise<boolean> {
  const codes = await database().execute(sql`
    delete from oauth_codes where id = any(array(
      select id from oauth_codes where expires_at < now() - interval '1 day' order by expires_at limit ${BATCH}))
    returning 1`);
  const devices = await database().execute(sql`
    delete from oauth_device_requests where id = any(array(
      select id from oauth_device_requests where expires_at < now() - interval '1 day'
      order by expires_at limit ${BATCH}))
    returning 1`);
  return Math.max(codes.length, devices.length) >= BATCH;
}
