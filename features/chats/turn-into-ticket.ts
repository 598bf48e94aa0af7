import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { chats, comments, customers, messages, tickets } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { CHAT, ownChat } from "@/features/chats/change";
import { readChat } from "@/features/chats/queries";
import type { Chat, ChatTicket } from "@/features/chats/schema";
import { shareCustomer } from "@/features/customers/queries";
import { assertReferences } from "@/features/members/references";
import { readTicket } from "@/features/tickets/queries";
import { createTicket } from "@/features/tickets/service";
import { authorize, type Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";

const SUBJECT_LENGTH = 80;

/**
 * Opens a ticket with the conversation so far, or returns the one opened before. Who may write in the chat may do this: the ticket says
 * nothing that they don't know already.
 */
export async function turnIntoTicket(ctx: Context, id: string, subject?: string): Promise<ChatTicket> {
  authorize(ctx, "chats:write");
  return transaction(async () => {
    // Before the chat: merging a customer and deleting a team lock those, and then their chats.
    const { customer, team } = await readChat(ctx, id);
    if (customer) await shareCustomer(ctx, customer.id);
    await assertReferences(ctx, { teamId: team?.id });
    const { before: chat } = await CHAT.lock(ctx, id);
    const known = await ticketOf(ctx, id);
    if (known && !chat.ticket)
      throw new ConflictError("The chat's ticket was deleted. Open a new ticket: POST /api/v1/tickets.");
    if (known) return toChatTicket(await readTicket(ctx, known), id);
    const opening = await readOpening(id);
    const isCustomers = opening?.authorType === "customer";
    const ticket = await createTicket(
      { ...ctx, permissions: new Set([...ctx.permissions, "tickets:write"]) },
      {
        subject: subject ?? chat.subject ?? subjectFrom(opening?.body),
        body: isCustomers ? opening.body : "",
        ...(await customerOf(ctx, chat)),
        assigneeId: chat.assignee?.id ?? null,
        teamId: chat.team?.id ?? null,
      },
      { source: "chat", chatId: id },
    );
    await copyMessages(chat, ticket.id, isCustomers ? opening.id : null);
    await applyChange(ctx, CHAT, id, () => ({
      action: "chat.turned_into_ticket",
      write: () => database().update(chats).set({ ticketId: ticket.id }).where(ownChat(ctx, id)),
    }));
    return toChatTicket(ticket, id);
  });
}

/** None for one who was deleted or erased since: they get no new tickets. */
async function customerOf(ctx: Context, { customer }: Chat): Promise<{ customerId?: string }> {
  if (!customer) return {};
  const [row] = await database()
    .select({ customerId: customers.id })
    .from(customers)
    .where(
      and(
        eq(customers.organizationId, ctx.organizationId),
        eq(customers.id, customer.id),
        isNull(customers.deletedAt),
      ),
    );
  return row ?? {};
}

/** Also of a ticket that was deleted. */
async function ticketOf(ctx: Context, id: string): Promise<string | null> {
  const [row] = await database().select({ ticketId: chats.ticketId }).from(chats).where(ownChat(ctx, id));
  return row?.ticketId ?? null;
}

async function readOpening(chatId: string) {
  const [row] = await database()
    .select({ id: messages.id, body: messages.body, authorType: messages.authorType })
    .from(messages)
    .where(sql`${messages.chatId} = ${chatId} and ${messages.deletedAt} is null`)
    .orderBy(messages.id)
    .limit(1);
  return row;
}

/** No event tells of these comments: `message.created` has, when they were written. */
async function copyMessages(chat: Chat, ticketId: string, openingId: string | null): Promise<void> {
  await database().execute(sql`
    insert into ${comments} (organization_id, ticket_id, visibility, author_type, author_id, author_name, body, created_at)
    select organization_id, ${ticketId}, 'public', author_type, author_id, author_name, body, created_at
    from ${messages}
    where chat_id = ${chat.id} and deleted_at is null and id is distinct from ${openingId}::uuid
    order by id`);
  await database()
    .update(tickets)
    .set({
      commentCount: sql`(select count(*) from ${comments} where ${comments.ticketId} = ${ticketId})`,
    })
    .where(eq(tickets.id, ticketId));
}

function subjectFrom(text: string | undefined): string {
  const line = text?.trim().split(/\s*\n/)[0] ?? "";
  if (line === "") return "Chat";
  return line.length > SUBJECT_LENGTH ? `${line.slice(0, SUBJECT_LENGTH).trimEnd()}…` : line;
}

function toChatTicket(
  { id, number, subject, status }: Pick<ChatTicket, "id" | "number" | "subject" | "status">,
  chatId: string,
): ChatTicket {
  return { id, number, subject, status, chatId };
}
