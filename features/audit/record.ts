import "server-only";
import type { Transaction } from "@/db/client";
import { auditLog } from "@/db/schema";
import { actorId, type Context } from "@/lib/context";

export interface AuditEntry {
  /** `<noun>.<past tense>`, e.g. `token.created`. */
  action: string;
  target: { type: string; id: string; name: string };
  /** Fields before and after; write secrets as "changed". */
  changes?: Record<string, { from: unknown; to: unknown }>;
}

/** Writes the audit row of a mutation, in the mutation's own transaction. */
export async function recordAudit(tx: Transaction, ctx: Context, entry: AuditEntry): Promise<void> {
  await tx.insert(auditLog).values({
    organizationId: ctx.organizationId,
    actorType: ctx.actor.type,
    actorId: actorId(ctx),
    actorName: ctx.actor.name,
    action: entry.action,
    targetType: entry.target.type,
    targetId: entry.target.id,
    targetName: entry.target.name,
    changes: JSON.stringify(entry.changes ?? {}),
    ip: ctx.ip,
    requestId: ctx.requestId,
  });
}
