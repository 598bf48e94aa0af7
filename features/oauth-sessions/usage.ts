import "server-only";
import { eq, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { oauthSessions } from "@/db/schema";
import type { Client } from "@/lib/context";

const USER_AGENT_MAX = 300;

/** Where a session was used from last. */
export function usedBy({ ip, userAgent }: Client) {
  return { ip, userAgent: userAgent?.slice(0, USER_AGENT_MAX) ?? null };
}

/** To the minute: each call of an app counts as a use. */
export async function noteUse(sessionId: string, client: Client): Promise<void> {
  await database()
    .update(oauthSessions)
    .set({ lastUsedAt: sql`now()`, ...usedBy(client) })
    .where(eq(oauthSessions.id, sessionId));
}
