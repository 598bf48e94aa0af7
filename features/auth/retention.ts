import "server-only";
import { lt, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { pendingSignIns, sessions } from "@/db/schema";

/** Deletes sessions a week after their end, and sign-ins that were never completed. */
export async function pruneSessions(): Promise<void> {
  await database().delete(pendingSignIns).where(lt(pendingSignIns.expiresAt, sql`now()`));
  await database().delete(sessions).where(lt(sessions.expiresAt, sql`now() - interval '7 days'`));
}
