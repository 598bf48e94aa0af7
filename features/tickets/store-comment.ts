import "server-only";
import { sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { comments, tickets } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { storeEvents } from "@/features/events/publish";
import { mailAnswer } from "@/features/mails/enqueue";
import { ownTicket, TICKET, ticketTarget } from "@/features/tickets/change";
import { changeTicket } from "@/features/tickets/change-ticket";
import type { Comment, CreateComment } from "@/features/tickets/comment-schema";
import { toComment } from "@/features/tickets/comments";
import { ticketEvent } from "@/features/tickets/event";
import { readTicket } from "@/features/tickets/queries";
import { readUpTo } from "@/features/tickets/read-marks";
import type { Ticket } from "@/features/tickets/schema";
import { actorId, type Context } from "@/lib/context";

/** `addComment` for whoever may do so without a permission of their own. */
export async function storeComment(
  ctx: Context,
  id: string,
  { status, ...input }: CreateComment,
  author = authorOf(ctx),
): Promise<Comment> {
  return transaction(async () => {
    const { id: ticketId } = await lockMergedInto(ctx, id);
    const [row] = await database()
      .insert(comments)
      .values({
        organizationId: ctx.organizationId,
        ticketId,
        ...input,
        authorType: author.type,
        authorId: author.id,
        authorName: author.name,
        requestId: ctx.cause?.requestId ?? null,
      })
      .returning();
    if (!row) throw new Error("insert returned no row");
    await database()
      .update(tickets)
      .set({
        commentCount: sql`${tickets.commentCount} + 1`,
        version: sql`${tickets.version} + 1`,
        lastActivityAt: sql`now()`,
      })
      .where(ownTicket(ctx, ticketId));
    // Who answers has read what was there; a program that writes has read nothing.
    if (ctx.actor.type === "user") await readUpTo(ctx, ticketId, row.id);
    const ticket = await readTicket(ctx, ticketId);
    const { organizationId: _, ...columns } = row;
    const comment = toComment({ ...columns, mail: null });
    const { ticketId: __, requestId: ___, mail: ____, ...said } = comment;
    await storeEvents(ctx, [ticketEvent("ticket.comment_added", ticket, { comment: said })]);
    await recordAudit(ctx, {
      action: "ticket.comment_added",
      target: ticketTarget(ticket),
      changes: { visibility: { from: null, to: comment.visibility } },
    });
    if (status !== undefined && status !== ticket.status) await changeTicket(ctx, ticketId, { status });
    return { ...comment, mail: await mailAnswer(ctx, comment) };
  });
}

/** Locks the ticket, or the one that it has become a part of, and returns it. */
export async function lockMergedInto(ctx: Context, id: string): Promise<Ticket> {
  await currentTransaction().execute(sql`savepoint unlocked`);
  const { before: ticket } = await TICKET.lock(ctx, id);
  if (ticket.mergedIntoId === null) return ticket;
  // Lets its lock go first: the other's id may come before, and whoever locks both goes by the order of ids.
  await unlock();
  return lockMergedInto(ctx, ticket.mergedIntoId);
}

/** Lets go of what `lockMergedInto` locked, before anything was written, for whoever has to lock something else first. */
export async function unlock(): Promise<void> {
  await currentTransaction().execute(sql`rollback to savepoint unlocked`);
}

export interface Author {
  type: Comment["author"]["type"];
  id: string;
  name: string;
}

function authorOf(ctx: Context): Author {
  return { type: ctx.actor.type, id: actorId(ctx), name: ctx.actor.name };
}
