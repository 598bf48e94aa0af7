import "server-only";
import { and, count, desc, eq, gte, like, lt, or, type SQL } from "drizzle-orm";
import { database } from "@/db/client";
import { escapeLike } from "@/db/like";
import { auditChain, auditLog } from "@/db/schema";
import { searchedPage } from "@/db/search";
import { contains, hasGrams, searchText, type TextSearch } from "@/db/search-text";
import { firstUuidAt } from "@/db/uuid";
import { readChanges } from "@/features/audit-log/changes";
import type { AuditChain, AuditEntry, AuditFilters, ListAuditLogQuery } from "@/features/audit-log/schema";
import { summarize } from "@/features/audit-log/summary";
import { targetLinks } from "@/features/audit-log/targets";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";
import { HOUR_MS } from "@/lib/time";

/** An entry's id is made up to a transaction's length after its time, which is when the transaction began. */
const LONGEST_TRANSACTION_MS = HOUR_MS;
/** Its time is rounded to a millisecond, the one in its id is cut. */
const ROUNDING_MS = 1;

export async function listAuditLog(ctx: Context, query: ListAuditLogQuery): Promise<Page<AuditEntry>> {
  authorize(ctx, "audit_log:read");
  const { limit, cursor, ...filters } = query;
  const rows = await readRows(ctx, filters, { before: decodeIdCursor(cursor), limit: limit + 1 });
  const href = await targetLinks(ctx, rows.map(targetOf));
  return toPage(rows, { limit, toItem: (row) => toEntry(row, href), cursorOf: (row) => row.id });
}

export async function getAuditEntry(ctx: Context, id: string): Promise<AuditEntry> {
  authorize(ctx, "audit_log:read");
  const [row] = await database()
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.organizationId, ctx.organizationId), eq(auditLog.id, id)));
  if (!row) throw new NotFoundError("audit log entry");
  return toEntry(row, await targetLinks(ctx, [targetOf(row)]));
}

/** How far the chain reaches. That it holds is for `verifyAuditLog` to say. */
export async function getAuditChain(ctx: Context): Promise<AuditChain> {
  authorize(ctx, "audit_log:read");
  const [[newest], [total]] = await Promise.all([
    database()
      .select({ position: auditChain.position, hash: auditChain.hash })
      .from(auditChain)
      .where(eq(auditChain.organizationId, ctx.organizationId))
      .orderBy(desc(auditChain.position))
      .limit(1),
    database()
      .select({ entries: count() })
      .from(auditLog)
      .where(eq(auditLog.organizationId, ctx.organizationId)),
  ]);
  return { entries: total?.entries ?? 0, position: newest?.position ?? 0, hash: newest?.hash ?? null };
}

/** The next entries of an export, oldest last. */
export async function readExportPage(
  ctx: Context,
  filters: AuditFilters,
  page: { before: string; limit: number },
): Promise<AuditEntry[]> {
  authorize(ctx, "audit_log:read");
  const rows = await readRows(ctx, filters, page);
  const href = await targetLinks(ctx, rows.map(targetOf));
  return rows.map((row) => toEntry(row, href));
}

/** Whether the filters match more than `limit` entries before that one. */
export async function hasMoreThan(
  ctx: Context,
  filters: AuditFilters,
  { before, limit }: { before: string; limit: number },
): Promise<boolean> {
  authorize(ctx, "audit_log:read");
  const rows = await database()
    .select({ id: auditLog.id })
    .from(auditLog)
    .where(matching(ctx, filters, before))
    .orderBy(desc(auditLog.id))
    .offset(limit)
    .limit(1);
  return rows.length > 0;
}

async function readRows(
  ctx: Context,
  filters: AuditFilters,
  { before, limit }: { before: string | null; limit: number },
): Promise<AuditRow[]> {
  return database()
    .select()
    .from(auditLog)
    .where(await pageOf(ctx, filters, { before, limit }))
    .orderBy(desc(auditLog.id))
    .limit(limit);
}

/** How frequent a text beyond ASCII is, the planner can't know. */
async function pageOf(
  ctx: Context,
  { q, ...filters }: AuditFilters,
  { before, limit }: { before: string | null; limit: number },
): Promise<SQL | undefined> {
  if (!q || !hasGrams(q)) return matching(ctx, { q, ...filters }, before);
  const within = matching(ctx, filters, before);
  const { byIndex, byRow } = names(q);
  const order = { keys: [auditLog.id], isDescending: true };
  return searchedPage({ table: auditLog, within, search: byIndex, isMatch: byRow, ...order, limit });
}

function matching(ctx: Context, filters: AuditFilters, before: string | null): SQL | undefined {
  const { actor, actorType, action, targetType, targetId, outcome, from, to, q } = filters;
  return and(
    eq(auditLog.organizationId, ctx.organizationId),
    before ? lt(auditLog.id, before) : undefined,
    actor ? isActor(actor) : undefined,
    actorType ? eq(auditLog.actorType, actorType) : undefined,
    action ? isAction(action) : undefined,
    targetType ? eq(auditLog.targetType, targetType) : undefined,
    targetId ? eq(auditLog.targetId, targetId) : undefined,
    outcome ? eq(auditLog.outcome, outcome) : undefined,
    from ? isFrom(from) : undefined,
    to ? isBefore(to) : undefined,
    q ? isNamed(q) : undefined,
  );
}

/** Short words of ASCII are found anywhere in a name, not only where one begins. */
function isNamed(q: string): SQL | undefined {
  if (hasGrams(q)) return names(q).byIndex;
  return or(contains(auditLog.targetName, q), contains(auditLog.actorName, q));
}

function names(q: string): TextSearch {
  return searchText(q, (has) => or(has(auditLog.targetName), has(auditLog.actorName)));
}

function isActor(actor: string): SQL | undefined {
  const [type = "", ...id] = actor.split(":");
  // The schema has checked the type; the column's enum only types the parameter.
  return and(eq(auditLog.actorType, type as AuditEntry["actor"]["type"]), eq(auditLog.actorId, id.join(":")));
}

function isAction(action: string): SQL {
  if (!action.endsWith(".*")) return eq(auditLog.action, action);
  return like(auditLog.action, `${escapeLike(action.slice(0, -1))}%`);
}

/** The ids are ordered by time and indexed; the times themselves make the bounds exact. */
function isFrom(from: string): SQL | undefined {
  return and(
    gte(auditLog.id, firstUuidAt(Date.parse(from) - ROUNDING_MS)),
    gte(auditLog.createdAt, new Date(from)),
  );
}

function isBefore(to: string): SQL | undefined {
  const latest = firstUuidAt(Date.parse(to) + LONGEST_TRANSACTION_MS);
  return and(lt(auditLog.id, latest), lt(auditLog.createdAt, new Date(to)));
}

type AuditRow = typeof auditLog.$inferSelect;

function targetOf(row: AuditRow): { type: string; id: string } {
  return { type: row.targetType, id: row.targetId };
}

function toEntry(row: AuditRow, href: Awaited<ReturnType<typeof targetLinks>>): AuditEntry {
  return {
    id: row.id,
    createdAt: row.createdAt.toISOString(),
    actor: { type: row.actorType, id: row.actorId, name: row.actorName },
    action: row.action,
    summary: summarize(row),
    target: { ...targetOf(row), name: row.targetName, href: href(targetOf(row)) },
    outcome: row.outcome,
    changes: readChanges(row.changes),
    ip: row.ip,
    userAgent: row.userAgent,
    requestId: row.requestId,
  };
}
