import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { currentTransaction, transaction } from "@/db/client";
import { tickets } from "@/db/schema";
import { assertReferences } from "@/features/members/references";
import type { BulkUpdatedTickets, BulkUpdateTickets } from "@/features/tickets/bulk-schema";
import { updateTicket } from "@/features/tickets/service";
import { authorize, type Context } from "@/lib/context";

/** The same change for several tickets; those already so, and those not at the version given for them, stay as they are. */
export async function updateTickets(
  ctx: Context,
  { ids, change, versions = {} }: BulkUpdateTickets,
): Promise<BulkUpdatedTickets> {
  authorize(ctx, "tickets:write");
  return transaction(async () => {
    // Before any ticket, as a single update does: deleting a team locks it, and then its tickets.
    await assertReferences(ctx, change);
    const rows = await currentTransaction()
      .select({
        id: tickets.id,
        version: tickets.version,
        status: tickets.status,
        priority: tickets.priority,
        assigneeId: tickets.assigneeId,
        teamId: tickets.teamId,
      })
      .from(tickets)
      .where(
        and(
          eq(tickets.organizationId, ctx.organizationId),
          inArray(tickets.id, ids),
          isNull(tickets.deletedAt),
          isNull(tickets.mergedIntoId),
        ),
      )
      .orderBy(tickets.id)
      .for("no key update");
    const expected = new Map(Object.entries(versions).map(([id, version]) => [id.toLowerCase(), version]));
    const conflicts = rows.filter(({ id, version }) => (expected.get(id) ?? version) !== version);
    const updated: BulkUpdatedTickets["tickets"] = [];
    for (const { id, version: _, ...previous } of rows.filter((row) => !conflicts.includes(row))) {
      const { version } = await updateTicket(ctx, id, change);
      updated.push({ id, version, previous });
    }
    return { updated: updated.length, tickets: updated, conflicts: conflicts.map(({ id }) => id) };
  });
}
