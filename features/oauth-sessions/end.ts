import "server-only";
import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { currentTransaction, database } from "@/db/client";
import type { SessionEndReason } from "@/db/enums";
import { customerAccounts, oauthCodes, oauthDeviceRequests, oauthSessions } from "@/db/schema";
import { IS_LIVE } from "@/features/oauth-clients/session-states";
import { announceDisconnected } from "@/features/oauth-sessions/events";
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
 * commit on, and what was agreed to without having become a session yet becomes none. Returns how many there were.
 */
export async function endSessions(
  ctx: Context,
  which: WhichSessions,
  reason: SessionEndReason,
): Promise<number> {
  await withdrawConsent(ctx, which);
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
  await announceDisconnected(ctx, ids, reason);
  return ids.length;
}

/** Codes that are not exchanged, and devices that were let in and have not asked since. */
async function withdrawConsent(ctx: Context, which: WhichSessions): Promise<void> {
  if ("ids" in which) return;
  const tx = currentTransaction();
  await tx
    .delete(oauthCodes)
    .where(
      and(
        eq(oauthCodes.organizationId, ctx.organizationId),
        partyOf(oauthCodes, which),
        isNull(oauthCodes.usedAt),
      ),
    );
  await tx
    .delete(oauthDeviceRequests)
    .where(
      and(
        eq(oauthDeviceRequests.organizationId, ctx.organizationId),
        partyOf(oauthDeviceRequests, which),
        eq(oauthDeviceRequests.status, "approved"),
      ),
    );
}

function conditionOf(which: WhichSessions): SQL {
  return "ids" in which ? inArray(oauthSessions.id, which.ids) : partyOf(oauthSessions, which);
}

type OfParties = Record<"clientId" | "accountId", AnyPgColumn>;

function partyOf(table: OfParties, which: Exclude<WhichSessions, { ids: string[] }>): SQL {
  if ("clientId" in which) return eq(table.clientId, which.clientId);
  if ("accountIds" in which) return inArray(table.accountId, which.accountIds);
  const accounts = database()
    .select({ id: customerAccounts.id })
    .from(customerAccounts)
    .where(eq(customerAccounts.customerId, which.customerId));
  return inArray(table.accountId, accounts);
}
