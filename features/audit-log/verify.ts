import "server-only";
import { and, asc, eq, gt, notExists, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { auditChain, auditLog, organizations } from "@/db/schema";
import { type ChainBreak, type ChainHead, type ChainLink, walkChain } from "@/features/audit-log/chain";

const PAGE = 500;

export interface VerifiedChain {
  organizationId: number;
  name: string;
  head: ChainHead;
  broken: ChainBreak | null;
}

/** A head that was noted earlier and has to be in the chain still. */
export interface ExpectedHead extends ChainHead {
  organizationId: number;
}

/** Recomputes the chains of every organization, or of one. Reads only, and sees one moment however long it takes. */
export async function verifyAuditLog(organizationId?: number): Promise<VerifiedChain[]> {
  return readingOneMoment(async () => {
    const found = await database()
      .select({ organizationId: organizations.id, name: organizations.name })
      .from(organizations)
      .where(organizationId === undefined ? undefined : eq(organizations.id, organizationId))
      .orderBy(asc(organizations.id));
    const verified: VerifiedChain[] = [];
    for (const one of found) verified.push({ ...one, ...(await verifyChain(one.organizationId)) });
    return verified;
  });
}

/** True while the chain still has the head that was noted: a tail that was cut off, or a chain made anew, has not. */
export async function isStillLinked({ organizationId, position, hash }: ExpectedHead): Promise<boolean> {
  const found = await database()
    .select({ position: auditChain.position })
    .from(auditChain)
    .where(
      and(
        eq(auditChain.organizationId, organizationId),
        eq(auditChain.position, position),
        eq(auditChain.hash, hash),
      ),
    );
  return found.length > 0;
}

async function verifyChain(organizationId: number): Promise<{ head: ChainHead; broken: ChainBreak | null }> {
  const { head, broken } = await walkChain(readChain(organizationId));
  return { head, broken: broken ?? (await findUnlinked(organizationId)) };
}

async function* readChain(organizationId: number): AsyncGenerator<ChainLink> {
  for (let after = 0; ; ) {
    const page = await database()
      .select({
        position: auditChain.position,
        entryId: auditChain.entryId,
        hash: auditChain.hash,
        entry: auditLog,
      })
      .from(auditChain)
      .leftJoin(auditLog, eq(auditLog.id, auditChain.entryId))
      .where(and(eq(auditChain.organizationId, organizationId), gt(auditChain.position, after)))
      .orderBy(asc(auditChain.position))
      .limit(PAGE);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.position;
  }
}

async function findUnlinked(organizationId: number): Promise<ChainBreak | null> {
  const [row] = await database()
    .select({ id: auditLog.id })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.organizationId, organizationId),
        notExists(
          database().select({ one: sql`1` }).from(auditChain).where(eq(auditChain.entryId, auditLog.id)),
        ),
      ),
    )
    .orderBy(asc(auditLog.id))
    .limit(1);
  return row ? { position: null, entryId: row.id, kind: "not linked" } : null;
}

async function readingOneMoment<Result>(read: () => Promise<Result>): Promise<Result> {
  return transaction(async () => {
    await database().execute(sql`set transaction isolation level repeatable read, read only`);
    await database().execute(sql`set local statement_timeout = 0`);
    return read();
  });
}
