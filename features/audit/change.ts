import "server-only";
import { transaction } from "@/db/client";
import { type AuditEntry, type Changes, recordAudit } from "@/features/audit/record";
import type { Context } from "@/lib/context";

/** How things of one kind are changed and put on record. */
export interface Changeable<Id, Row, Locked extends { before: Row } = { before: Row }> {
  /** Locks the row first and reads it then, so that it stays as it was read until the transaction ends. Throws NotFoundError. */
  lock(ctx: Context, id: Id): Promise<Locked>;
  read(ctx: Context, id: Id): Promise<Row>;
  target(row: Row): AuditEntry["target"];
  /** The fields that differ, as the log may tell them. */
  difference(before: Row, after: Row): Changes;
}

export interface Change<Row> {
  /** `<noun>.<past tense>`, e.g. `token.updated`. */
  action: string;
  write(): Promise<unknown>;
  /** `failure` for what was tried in vain; success unless told. */
  outcome?: AuditEntry["outcome"];
  /** What the row itself does not show, e.g. that a secret is another one. */
  notes?: Changes;
  /** Tells others, in the same transaction. */
  tell?(after: Row): Promise<unknown>;
}

/** A change that is new values of columns, and what the log tells beside the fields that differ. */
export interface ColumnsChange<Columns> {
  /** Without the noun, e.g. `updated`. */
  action: string;
  set: Columns;
  notes?: Changes;
}

/** What `write` makes of it; null stays null. */
export function toChange<Columns, Row>(
  noun: string,
  change: ColumnsChange<Columns> | null,
  write: (set: Columns) => Promise<unknown>,
): Change<Row> | null {
  if (!change) return null;
  const { action, set, notes } = change;
  return { action: `${noun}.${action}`, write: () => write(set), ...(notes && { notes }) };
}

/**
 * The one way to change what exists: lock it → read it → decide → write → read again → put the difference on record. `decide` sees it as
 * nobody else can change it meanwhile, and gives null where nothing is to be done. What makes no difference is neither recorded nor told.
 */
export async function applyChange<Id, Row, Locked extends { before: Row }>(
  ctx: Context,
  { lock, read, target, difference }: Changeable<Id, Row, Locked>,
  id: Id,
  decide: (locked: Locked) => Change<Row> | null | Promise<Change<Row> | null>,
): Promise<Row> {
  return transaction(async () => {
    const locked = await lock(ctx, id);
    const change = await decide(locked);
    if (!change) return locked.before;
    await change.write();
    const after = await read(ctx, id);
    const changes = { ...difference(locked.before, after), ...change.notes };
    if (Object.keys(changes).length === 0) return after;
    const { action, outcome = "success" } = change;
    await recordAudit(ctx, { action, outcome, target: target(after), changes });
    await change.tell?.(after);
    return after;
  });
}
