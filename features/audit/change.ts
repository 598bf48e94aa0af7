import "server-only";
import { transaction } from "@/db/client";
import { type AuditEntry, type Changes, recordAudit } from "@/features/audit/record";
import type { Context } from "@/lib/context";

/** How things of one kind are changed and put on record. */
export interface Changeable<Id, Row, Held extends { before: Row } = { before: Row }> {
  /** Locks the row first and reads it then, so that it stays as it was read until the transaction ends. Throws NotFoundError. */
  hold(ctx: Context, id: Id): Promise<Held>;
  read(ctx: Context, id: Id): Promise<Row>;
  target(row: Row): AuditEntry["target"];
  /** The fields that differ, as the log may tell them. */
  difference(before: Row, after: Row): Changes;
}

export interface Change<Row> {
  /** `<noun>.<past tense>`, e.g. `token.updated`. */
  action: string;
  write(): Promise<unknown>;
  /** What the row itself does not show, e.g. that a secret is another one. */
  notes?: Changes;
  /** Tells others, in the same transaction. */
  tell?(after: Row): Promise<unknown>;
}

/**
 * The one way to change what exists: lock it → read it → decide → write → read again → put the difference on record. `decide` sees it as
 * nobody else can change it meanwhile, and gives null where nothing is to be done. What makes no difference is neither recorded nor told.
 */
export async function applyChange<Id, Row, Held extends { before: Row }>(
  ctx: Context,
  { hold, read, target, difference }: Changeable<Id, Row, Held>,
  id: Id,
  decide: (held: Held) => Change<Row> | null | Promise<Change<Row> | null>,
): Promise<Row> {
  return transaction(async () => {
    const held = await hold(ctx, id);
    const change = await decide(held);
    if (!change) return held.before;
    await change.write();
    const after = await read(ctx, id);
    const changes = { ...difference(held.before, after), ...change.notes };
    if (Object.keys(changes).length === 0) return after;
    await recordAudit(ctx, { action: change.action, target: target(after), changes });
    await change.tell?.(after);
    return after;
  });
}
