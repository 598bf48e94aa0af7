import "server-only";
import { and, desc, eq, gt, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { comments, ticketViewers } from "@/db/schema";
import { assertTicket } from "@/features/tickets/queries";
import type { ReadTicket, TicketRead } from "@/features/tickets/schema";
import { isOwn } from "@/features/tickets/unread";
import { actorUserId, authorize, type Context } from "@/lib/context";
import { InvalidFieldError } from "@/lib/errors";

const UNREAD_LIMIT = 200;

/** How far the person has read the ticket, and how much is left. */
export async function getTicketRead(ctx: Context, ticketId: string): Promise<TicketRead> {
  authorize(ctx, "tickets:read");
  await assertTicket(ctx, ticketId);
  return readState(ctx, ticketId);
}

/** Notes how far the person has read; never less far than before. That somebody looked is no change to put on record. */
export async function markTicketRead(
  ctx: Context,
  ticketId: string,
  { commentId }: ReadTicket,
): Promise<TicketRead> {
  authorize(ctx, "tickets:read");
  await assertTicket(ctx, ticketId);
  if (commentId !== null) await assertComment(ctx, ticketId, commentId);
  await readUpTo(ctx, ticketId, commentId ?? ticketId);
  return readState(ctx, ticketId);
}

/** `id` is of a comment, or of the ticket itself for its opening text. Joins the transaction that surrounds it. */
export async function readUpTo(ctx: Context, ticketId: string, id: string): Promise<void> {
  const userId = actorUserId(ctx);
  if (userId === null) return;
  await database()
    .insert(ticketViewers)
    .values({ ticketId, userId, readUpToId: id })
    .onConflictDoUpdate({
      target: [ticketViewers.ticketId, ticketViewers.userId],
      set: { readUpToId: sql`greatest(${ticketViewers.readUpToId}, excluded.read_up_to_id)` },
    });
}

async function readState(ctx: Context, ticketId: string): Promise<TicketRead> {
  const [row] = await database()
    .select({ readUpToId: ticketViewers.readUpToId })
    .from(ticketViewers)
    .where(and(eq(ticketViewers.ticketId, ticketId), eq(ticketViewers.userId, actorUserId(ctx) ?? 0)));
  const readUpToId = row?.readUpToId ?? null;
  const later = await database()
    .select({ isOwn: sql<boolean>`${isOwn(ctx)}` })
    .from(comments)
    .where(
      and(
        eq(comments.organizationId, ctx.organizationId),
        eq(comments.ticketId, ticketId),
        readUpToId === null ? undefined : gt(comments.id, readUpToId),
      ),
    )
    .orderBy(desc(comments.id))
    .limit(UNREAD_LIMIT);
  return { readUpToId, unreadCount: later.findLastIndex((comment) => !comment.isOwn) + 1 };
}

async function assertComment(ctx: Context, ticketId: string, commentId: string): Promise<void> {
  if (await hasComment(ctx, { ticketId, commentId })) return;
  throw new InvalidFieldError(
    "commentId",
    "No such comment on this ticket. GET /api/v1/tickets/{id}/comments lists them.",
  );
}

/** Whether it is one of the ticket's, and as visible as asked. */
export async function hasComment(
  ctx: Context,
  { ticketId, commentId, visibility }: { ticketId: string; commentId: string; visibility?: "public" },
): Promise<boolean> {
  const found = await database()
    .select({ id: comments.id })
    .from(comments)
    .where(
      and(
        eq(comments.organizationId, ctx.organizationId),
        eq(comments.ticketId, ticketId),
        eq(comments.id, commentId),
        visibility && eq(comments.visibility, visibility),
      ),
    );
  return found.length > 0;
}
