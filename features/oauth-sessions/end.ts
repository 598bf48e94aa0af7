import "server-only";
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import type { SessionEndReason } from "@/db/enums";
import { customerAccounts, oauthSessions } from "@/db/schema";
import { IS_LIVE } from "@/features/oauth-sessions/states";
import { tellDisconnected } from "@/features/oauth-sessions/tell";
import type { Context } from "@/lib/context";

/** What one statement is given. */
const BATCH = 500;

export type WhichSessions =
  | { ids: string[] }
  | { clientId: string }
  | { accountIds: string[] }
  | { customerId: string };

/**
 * Ends the sessions that are live, each on record and told to subscribers, in the surrounding transaction: none of their tokens works from its
 * commit on. Returns how many there were.
 */
export async function endSessions(
  ctx: Context,
  which: WhichSessions,
  reason: SessionEndReason,
): Promise<number> {
  let ended = 0;
  for (;;) {
    const batch = await endBatch(ctx, which, reason);
    ended += batch;
    if (batch < BATCH) return ended;
  }
}

async function endBatch(ctx: Context, which: WhichSessions, reason: SessionEndReason): Promise<number> {
  const tx = currentTransaction();
  // In one order, so that two who end the same ones don't wait for each other in a circle.
  const live = await tx
    .select({ id: oauthSessions.id })
    .from(oauthSessions)
    .where(and(eq(oauthSessions.organizationId, ctx.organizationId), conditionOf(which), IS_LIVE))
    .orderBy(oauthSessions.id)
    .limit(BATCH)
    .for("no key update");
  const ids = live.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tx
    .update(oauthSessions)
    .set({ endedAt: sql`now()`, endReason: reason })
    .where(inArray(oauthSessions.id, ids));
  await tellDisconnected(ctx, ids, reason);
  return ids.length;
}

function conditionOf(which: WhichSessions): SQL {
  if ("ids" in which) return inArray(oauthSessions.id, which.ids);
  if ("clientId" in which) return eq(oauthSessions.clientId, which.clientId);
  if ("accountIds" in which) return inArray(oauthSessions.accountId, which.accountIds);
  const accounts = database()
    .select({ id: customerAccounts.id })
    .from(customerAccounts)
    .where(eq(customerAccounts.customerId, which.customerId));
  return inArray(oauthSessions.accountId, accounts);
}
