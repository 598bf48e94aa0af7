import "server-only";
import { and, eq, isNull, ne, not, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { pendingSignIns, sessions } from "@/db/schema";
import { hasId } from "@/features/auth/session";

/**
 * Ends a person's sessions and the sign-ins that wait for a factor, but the one with this id, which may have got a new one since the call came
 * in. Returns how many sessions there were.
 */
export async function signOutEverywhere(userId: number, exceptId?: string): Promise<number> {
  await database()
    .delete(pendingSignIns)
    .where(
      and(
        eq(pendingSignIns.userId, userId),
        exceptId === undefined ? undefined : ne(pendingSignIns.id, exceptId),
      ),
    );
  const isOther = exceptId === undefined ? undefined : not(sql`coalesce(${hasId(exceptId)}, false)`);
  return endSessions(and(eq(sessions.userId, userId), isOther));
}

/** Returns how many of them were open. */
export async function endSessions(which: SQL | undefined): Promise<number> {
  const ended = await database()
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(which, isNull(sessions.revokedAt)))
    .returning({ id: sessions.id });
  return ended.length;
}
