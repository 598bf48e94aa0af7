import "server-only";
import { database, transaction } from "@/db/client";
import { tickets } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { storeEvents } from "@/features/events/publish";
import { ownTicket, TICKET, ticketTarget } from "@/features/tickets/change";
import { changeTicket } from "@/features/tickets/change-ticket";
import type { Comment, CreateComment } from "@/features/tickets/comment-schema";
import { ticketEvent } from "@/features/tickets/event";
import { type Origin, openTicket } from "@/features/tickets/open-ticket";
import type { CreateTicket, Ticket, UpdateTicket } from "@/features/tickets/schema";
import { type Author, storeComment } from "@/features/tickets/store-comment";
import { authorize, type Context } from "@/lib/context";

/** Opens a ticket, and its customer if nobody knows them yet. `ticket.created` goes out exactly if it commits. */
export async function createTicket(ctx: Context, input: CreateTicket, origin?: Origin): Promise<Ticket> {
  authorize(ctx, "tickets:write");
  return openTicket(ctx, input, origin ?? { source: ctx.actor.type === "user" ? "manual" : "api" });
}

/** Changes a ticket. Throws ConflictError when `version` is not the present one: someone else changed it meanwhile. */
export async function updateTicket(ctx: Context, id: string, input: UpdateTicket): Promise<Ticket> {
  authorize(ctx, "tickets:write");
  return changeTicket(ctx, id, input);
}

export async function deleteTicket(ctx: Context, id: string): Promise<void> {
  authorize(ctx, "tickets:write");
  await transaction(async () => {
    const { before } = await TICKET.lock(ctx, id);
    const deletedAt = new Date();
    await database().update(tickets).set({ deletedAt }).where(ownTicket(ctx, id));
    await storeEvents(ctx, [ticketEvent("ticket.deleted", before, { deletedAt: deletedAt.toISOString() })]);
    await recordAudit(ctx, { action: "ticket.deleted", target: ticketTarget(before) });
  });
}

/** Adds a public reply or an internal note, and sets the status along with it if asked. What is meant for a merged ticket goes where that went. */
export async function addComment(
  ctx: Context,
  id: string,
  input: CreateComment,
  author?: Author,
): Promise<Comment> {
  authorize(ctx, "tickets:write");
  return storeComment(ctx, id, input, author);
}
