import "server-only";
import { sql } from "drizzle-orm";
import { database } from "@/db/client";
import { env } from "@/lib/env";

const BATCH = 1000;

/**
 * Deletes one batch of the tokens that have expired, and of the sessions that would have or did, LOG_RETENTION_DAYS later. A spent refresh token
 * stays until then, so that it is known when it comes again. True while there may be more.
 */
export async function pruneOAuthSessions(): Promise<boolean> {
  const access = await database().execute(sql`
    delete from oauth_access_tokens where id = any(array(
      select id from oauth_access_tokens where expires_at <= now() order by expires_at limit ${BATCH}))
    returning 1`);
  const refresh = await database().execute(sql`
    delete from oauth_refresh_tokens where id = any(array(
      select id from oauth_refresh_tokens where expires_at <= now() order by expires_at limit ${BATCH}))
    returning 1`);
  const sessions = await database().execute(sql`
    delete from oauth_sessions where id = any(array(
      select id from oauth_sessions where expires_at < now() - make_interval(days => ${env.LOG_RETENTION_DAYS})
      order by expires_at limit ${BATCH}))
    returning 1`);
  return Math.max(access.length, refresh.length, sessions.length) >= BATCH;
}
