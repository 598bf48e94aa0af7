import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { mailComments, mails } from "@/db/schema";
import type { Context } from "@/lib/context";

/** What becomes of mails when customers and tickets are changed, each in the transaction that changes them, after its locks. */

/** Erased: no address, no subject and no text is left, and nothing goes out any more. */
export async function blankMails(ctx: Context, customerIds: string[]): Promise<void> {
  const blanked = await database()
    .update(mails)
    .set({ email: null, subject: null, error: null, blocksAddress: false })
    .where(and(eq(mails.organizationId, ctx.organizationId), inArray(mails.customerId, customerIds)))
    .returning({ id: mails.id, status: mails.status });
  if (blanked.length === 0) return;
  const ids = blanked.map(({ id }) => id);
  await database()
    .update(mails)
    .set({ status: "skipped", obstacle: "customer_gone", dueAt: null })
    .where(and(inArray(mails.id, ids), eq(mails.status, "waiting")));
  await database().delete(mailComments).where(inArray(mailComments.mailId, ids));
}

/** Merged: the log of the one is that of the other from now on. */
export async function moveMails(ctx: Context, fromId: string, toId: string): Promise<void> {
  await database()
    .update(mails)
    .set({ customerId: toId })
    .where(and(eq(mails.organizationId, ctx.organizationId), eq(mails.customerId, fromId)));
}

/** Split: mails go with their tickets. */
export async function moveMailsOfTickets(
  ctx: Context,
  { ticketIds, fromId, toId }: { ticketIds: string[]; fromId: string; toId: string },
): Promise<void> {
  if (ticketIds.length === 0) return;
  await database()
    .update(mails)
    .set({ customerId: toId })
    .where(
      and(
        eq(mails.organizationId, ctx.organizationId),
        eq(mails.customerId, fromId),
        inArray(mails.ticketId, ticketIds),
      ),
    );
}

/** A ticket was merged into another one of the same customer: the conversation goes on there, also by mail. */
export async function moveMailsIntoTicket(ctx: Context, fromId: string, toId: string): Promise<void> {
  await database().execute(sql`
    update mails m set ticket_id = ${toId}
    where m.organization_id = ${ctx.organizationId} and m.ticket_id = ${fromId}
      and m.customer_id = (select t.customer_id from tickets t where t.id = ${toId})`);
}
