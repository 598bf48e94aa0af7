import "server-only";
import { and, arrayOverlaps, asc, desc, eq, gt, isNull, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { auditChain, auditLog, auditStreams, subscriptions } from "@/db/schema";
import { readChanges } from "@/features/audit-log/changes";
import { systemContext } from "@/features/auth/system-context";
import { eventPatterns } from "@/features/event-catalog/patterns";
import { storeEvents } from "@/features/events/publish";
import { log } from "@/lib/log";

const TYPE = "audit.recorded";
const PATTERNS = eventPatterns(TYPE);
const PAGE = 200;

/**
 * Publishes what the audit logs got since the last time, in the order of their chains, for those who subscribe to it. The chain is the outbox:
 * its positions are given while committing and without gaps, so none can be passed over. Where that fails it is tried again the next time, and holds
 * nobody else up.
 */
export async function publishAuditLog(): Promise<void> {
  for (const organizationId of await organizationsBehind()) {
    try {
      while (await publishNext(organizationId)) {
        // The next page.
      }
    } catch (error) {
      log.error({ err: error, organizationId }, "could not publish the audit log of an organization");
    }
  }
}

async function organizationsBehind(): Promise<number[]> {
  const rows = await database().execute<{ id: number }>(sql`
    select o.id from organizations o
    cross join lateral (
      select c.position from audit_chain c where c.organization_id = o.id order by c.position desc limit 1
    ) head
    left join audit_streams s on s.organization_id = o.id
    where head.position > coalesce(s.position, 0)
    order by o.id`);
  return rows.map(({ id }) => id);
}

/**
 * Publishes one page; true when there may be more. The row is locked meanwhile, so that two workers don't publish the same. Where nobody listens
 * everything up to now is passed over at once: the end is read first, so that whoever came before an entry is seen to listen.
 */
async function publishNext(organizationId: number): Promise<boolean> {
  return await transaction(async () => {
    const position = await lockPosition(organizationId);
    const end = await endOfChain(organizationId);
    if (end <= position) return false;
    if (!(await isListenedTo(organizationId))) {
      await setPosition(organizationId, end);
      return false;
    }
    const entries = await entriesAfter(organizationId, position);
    const last = entries.at(-1);
    if (!last) return false;
    await storeEvents(systemContext("audit-stream", organizationId), entries.map(toEvent));
    await setPosition(organizationId, last.position);
    return entries.length === PAGE;
  });
}

async function lockPosition(organizationId: number): Promise<number> {
  await database().insert(auditStreams).values({ organizationId, position: 0 }).onConflictDoNothing();
  const [row] = await currentTransaction()
    .select({ position: auditStreams.position })
    .from(auditStreams)
    .where(eq(auditStreams.organizationId, organizationId))
    .for("update");
  return row?.position ?? 0;
}

async function endOfChain(organizationId: number): Promise<number> {
  const [row] = await database()
    .select({ position: auditChain.position })
    .from(auditChain)
    .where(eq(auditChain.organizationId, organizationId))
    .orderBy(desc(auditChain.position))
    .limit(1);
  return row?.position ?? 0;
}

async function setPosition(organizationId: number, position: number): Promise<void> {
  await database()
    .update(auditStreams)
    .set({ position })
    .where(eq(auditStreams.organizationId, organizationId));
}

function entriesAfter(organizationId: number, position: number) {
  return database()
    .select({ position: auditChain.position, hash: auditChain.hash, entry: auditLog })
    .from(auditChain)
    .innerJoin(
      auditLog,
      and(eq(auditLog.organizationId, auditChain.organizationId), eq(auditLog.id, auditChain.entryId)),
    )
    .where(and(eq(auditChain.organizationId, organizationId), gt(auditChain.position, position)))
    .orderBy(asc(auditChain.position))
    .limit(PAGE);
}

async function isListenedTo(organizationId: number): Promise<boolean> {
  const [row] = await database()
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.organizationId, organizationId),
        isNull(subscriptions.deletedAt),
        arrayOverlaps(subscriptions.eventTypes, PATTERNS),
      ),
    )
    .limit(1);
  return row !== undefined;
}

type Linked = Awaited<ReturnType<typeof entriesAfter>>[number];

function toEvent({ position, hash, entry }: Linked) {
  const createdAt = entry.createdAt.toISOString();
  return {
    type: TYPE,
    occurredAt: createdAt,
    data: {
      id: entry.id,
      action: entry.action,
      actor: { type: entry.actorType, id: entry.actorId, name: entry.actorName },
      target: { type: entry.targetType, id: entry.targetId, name: entry.targetName },
      outcome: entry.outcome,
      changes: readChanges(entry.changes),
      ip: entry.ip,
      userAgent: entry.userAgent,
      requestId: entry.requestId,
      position,
      hash,
      createdAt,
    },
  };
}
