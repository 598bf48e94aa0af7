import "server-only";
import { createHash } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { database, send } from "@/db/client";
import { lockName } from "@/db/name-lock";
import { incomingTicketKeys, tickets } from "@/db/schema";
import type { Context } from "@/lib/context";
import { toStorable } from "@/lib/storable";

const MAX_LENGTH = 200;

/** What leads to a ticket: a value of the payload, or the ticket before it, which was closed. */
type Lead = { key: string } | { after: string };

/** As it is stored. A long one is known by its digest. */
function stored(lead: Lead): string {
  const text = "after" in lead ? `after:${lead.after}` : toStorable(`key:${lead.key}`);
  return text.length <= MAX_LENGTH ? text : `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** From the next statement until the transaction ends, whoever comes with the same key waits: a row that another writes is not seen before it commits. */
export async function lockKey(ctx: Context, webhookId: string, key: string): Promise<void> {
  await lockName(`ticket key|${ctx.organizationId}|${webhookId}|${stored({ key })}`);
}

/** The ticket that something leads to, unless it was deleted. */
export async function findTicketOf(ctx: Context, webhookId: string, lead: Lead): Promise<string | null> {
  const [row] = await database()
    .select({ id: tickets.id })
    .from(incomingTicketKeys)
    .innerJoin(tickets, and(eq(tickets.id, incomingTicketKeys.ticketId), isNull(tickets.deletedAt)))
    .where(
      and(
        eq(incomingTicketKeys.organizationId, ctx.organizationId),
        eq(incomingTicketKeys.webhookId, webhookId),
        eq(incomingTicketKeys.key, stored(lead)),
        eq(tickets.organizationId, ctx.organizationId),
      ),
    )
    .prepare("ticket of a key")
    .execute();
  return row?.id ?? null;
}

/** From now on it leads to this ticket. */
export async function keepTicketOf(
  ctx: Context,
  webhookId: string,
  lead: Lead,
  ticketId: string,
): Promise<void> {
  const row = database()
    .insert(incomingTicketKeys)
    .values({ organizationId: ctx.organizationId, webhookId, key: stored(lead), ticketId })
    .onConflictDoUpdate({
      target: [incomingTicketKeys.organizationId, incomingTicketKeys.webhookId, incomingTicketKeys.key],
      set: { ticketId },
    });
  await send(row.toSQL());
}
