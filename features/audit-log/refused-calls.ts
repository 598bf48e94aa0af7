import "server-only";
import { sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import type { REFUSAL_KINDS } from "@/db/enums";
import { refusedCalls } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { systemContext } from "@/features/auth/system-context";
import { actorId, type Context } from "@/lib/context";
import { NEVER } from "@/lib/time";

export type RefusalKind = (typeof REFUSAL_KINDS)[number];

interface RefusedCall {
  kind: RefusalKind;
  /** Method and path as declared, e.g. `GET /api/v1/tickets/{id}`. */
  call: string;
  reason: string;
}

const BATCH = 500;
const KIND_LABELS: Record<RefusalKind, string> = {
  scope: "The token lacks the scope.",
  role: "The member's role lacks the permission.",
  network: "The token may not be used from the address.",
  other: "The call is not for this caller.",
};

/**
 * Counts a refused call. The first of its caller and kind on a day (UTC) goes into the audit log at once, all of them as one number when the
 * day is over: nothing written there can be deleted, so nobody may fill it by calling on.
 */
export async function countRefusedCall(ctx: Context, { kind, call, reason }: RefusedCall): Promise<void> {
  const { actor } = ctx;
  if (actor.type !== "user" && actor.type !== "token") return;
  const caller = {
    actorType: actor.type,
    actorId: actorId(ctx),
    actorName: actor.name,
    userId: actor.userId,
  };
  await transaction(async () => {
    const [row] = await database()
      .insert(refusedCalls)
      .values({
        organizationId: ctx.organizationId,
        ...caller,
        kind,
        day: sql`(now() at time zone 'utc')::date`,
      })
      .onConflictDoUpdate({
        target: [
          refusedCalls.organizationId,
          refusedCalls.actorType,
          refusedCalls.actorId,
          refusedCalls.kind,
          refusedCalls.day,
        ],
        set: { calls: sql`${refusedCalls.calls} + 1` },
      })
      .returning({ calls: refusedCalls.calls });
    if (row?.calls !== 1) return;
    await recordAudit(ctx, {
      action: "call.refused",
      target: { type: "endpoint", id: call, name: call },
      changes: { reason: { from: null, to: reason } },
      outcome: "failure",
    });
  });
}

/** Writes one batch of the numbers of days that are over into the audit log; true while there may be more. */
export async function recordRefusedCalls(): Promise<boolean> {
  return transaction(async () => {
    // A call that began before midnight may still be counted a little later.
    const rows = await database()
      .delete(refusedCalls)
      .where(
        sql`ctid = any(array(select ctid from refused_calls
          where day < ((now() - interval '10 minutes') at time zone 'utc')::date limit ${BATCH} for update skip locked))`,
      )
      .returning();
    for (const row of rows) {
      // One alone is in the log already.
      if (row.calls === 1) continue;
      await recordAudit(callerContext(row), {
        action: "call.refusals_counted",
        target: { type: "day", id: row.day, name: `${row.calls} calls on ${row.day}` },
        changes: {
          calls: { from: null, to: row.calls },
          reason: { from: null, to: KIND_LABELS[row.kind] },
        },
        outcome: "failure",
      });
    }
    return rows.length === BATCH;
  });
}

/** The caller as the actor of what is recorded later, without a call's own address and session. */
function callerContext(row: typeof refusedCalls.$inferSelect): Context {
  const { userId, actorName: name } = row;
  return {
    ...systemContext("refused-calls", row.organizationId),
    actor:
      row.actorType === "token"
        ? { type: "token", tokenId: row.actorId, userId, name }
        : { type: "user", userId, name, sessionId: "", authenticatedAt: NEVER },
  };
}
