import "server-only";
import { lt, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { sessions } from "@/db/schema";

/** Deletes sessions a week after their end. */
export async function pruneSessions(): Promise<void> {
  await database().delete(sessions).where(lt(sessions.expiresAt, sql`now() - interval '7 days'`));
}
