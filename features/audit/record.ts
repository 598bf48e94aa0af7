import "server-only";
import { currentTransaction, send } from "@/db/client";
import type { AUDIT_OUTCOMES } from "@/db/enums";
import { auditLog } from "@/db/schema";
import { actorId, type Context } from "@/lib/context";
import { redact } from "@/lib/log";

export type Changes = Record<string, { from: unknown; to: unknown }>;

export interface AuditEntry {
  /** `<noun>.<past tense>`, e.g. `token.created`. */
  action: string;
  target: { type: string; id: string; name: string };
  /** Fields before and after; write secrets as "changed". */
  changes?: Changes;
  /** `failure` for what was tried and refused, e.g. a sign-in; success unless told. */
  outcome?: (typeof AUDIT_OUTCOMES)[number];
}

const USER_AGENT_MAX = 300;

/**
 * Writes the audit row of a mutation, in the mutation's own transaction, and without waiting for it. What looks like one of our secrets is cut out,
 * since nothing that is written here can be taken back.
 */
export async function recordAudit(ctx: Context, entry: AuditEntry): Promise<void> {
  await send(insertOf(ctx, entry).toSQL());
}

/** The same, for whoever has to know the row's id. */
export async function recordAuditRow(ctx: Context, entry: AuditEntry): Promise<string> {
  const [row] = await insertOf(ctx, entry).returning({ id: auditLog.id });
  if (!row) throw new Error("insert returned no row");
  return row.id;
}

function insertOf(ctx: Context, entry: AuditEntry) {
  return currentTransaction()
    .insert(auditLog)
    .values({
      organizationId: ctx.organizationId,
      actorType: ctx.actor.type,
      actorId: actorId(ctx),
      actorName: actorName(ctx),
      action: entry.action,
      targetType: entry.target.type,
      targetId: entry.target.id,
      targetName: redact(entry.target.name),
      changes: redact(JSON.stringify(entry.changes ?? {})),
      outcome: entry.outcome ?? "success",
      ip: ctx.ip,
      userAgent: ctx.userAgent?.slice(0, USER_AGENT_MAX) ?? null,
      requestId: ctx.requestId,
    });
}

/** A customer goes by the end of their id: their name may have to be erased one day, and the log can't forget. */
function actorName({ actor }: Context): string {
  return actor.type === "customer" ? actor.customerId.slice(-8) : actor.name;
}

/** The fields of `after` whose value differs from what they were before. */
export function changesBetween(before: object, after: object): Changes {
  const changes = Object.entries(after).map(
    ([field, to]) => [field, { from: Reflect.get(before, field), to }] as const,
  );
  return Object.fromEntries(
    changes.filter(([, { from, to }]) => JSON.stringify(from) !== JSON.stringify(to)),
  );
}
