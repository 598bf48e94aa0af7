import "server-only";
import { and, desc, eq, lt } from "drizzle-orm";
import * as z from "zod";
import { database } from "@/db/client";
import { auditLog } from "@/db/schema";
import { assertTicket } from "@/features/tickets/queries";
import type { TicketActivity } from "@/features/tickets/schema";
import { authorize, type Context } from "@/lib/context";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page, PageQuery } from "@/lib/pagination";

const changesSchema = z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() }));

/** The ticket's own part of the audit log, without addresses and devices, for everybody who may read the ticket. */
export async function listTicketActivity(
  ctx: Context,
  ticketId: string,
  query: PageQuery,
): Promise<Page<TicketActivity>> {
  authorize(ctx, "tickets:read");
  await assertTicket(ctx, ticketId);
  const before = decodeIdCursor(query.cursor);
  const rows = await database()
    .select({
      id: auditLog.id,
      action: auditLog.action,
      actorType: auditLog.actorType,
      actorId: auditLog.actorId,
      actorName: auditLog.actorName,
      changes: auditLog.changes,
      createdAt: auditLog.createdAt,
    })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.organizationId, ctx.organizationId),
        eq(auditLog.targetType, "ticket"),
        eq(auditLog.targetId, ticketId),
        eq(auditLog.outcome, "success"),
        before ? lt(auditLog.id, before) : undefined,
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(query.limit + 1);
  return toPage(rows, {
    limit: query.limit,
    cursorOf: (row) => row.id,
    toItem: ({ actorType, actorId, actorName, createdAt, changes, ...row }) => ({
      ...row,
      actor: { type: actorType, id: actorId, name: actorName },
      changes: toChanges(changes),
      createdAt: createdAt.toISOString(),
    }),
  });
}

function toChanges(text: string): TicketActivity["changes"] {
  return Object.entries(changesSchema.parse(JSON.parse(text))).map(([field, { from, to }]) =>
    // Diagnostics can be long, and the ticket itself shows them.
    field === "diagnostics" ? { field, from: null, to: null } : { field, from, to },
  );
}
