import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { comments, tickets } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { shareCustomer } from "@/features/customers/queries";
import { storeEvents } from "@/features/events/publish";
import { moveMailsIntoTicket } from "@/features/mails/customer-changes";
import { changeEvents, lockTickets, ownTicket, TICKET } from "@/features/tickets/change";
import { TicketChangedError } from "@/features/tickets/change-ticket";
import { readTicket } from "@/features/tickets/queries";
import type { MergeTicket, Ticket } from "@/features/tickets/schema";
import { actorId, authorize, type Context } from "@/lib/context";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/errors";

/**
 * Moves a ticket's conversation into another one and closes it for good. The other keeps its customer, or takes over this one's if it has
 * none. Returns the ticket that stays.
 */
export async function mergeTicket(ctx: Context, id: string, { intoId }: MergeTicket): Promise<Ticket> {
  authorize(ctx, "tickets:write");
  return transaction(async () => {
    // The customer that may go over to the other ticket stays who they are.
    const { customer } = await readTicket(ctx, id);
    if (customer) await shareCustomer(ctx, customer.id);
    await lockTickets(ctx, [id, intoId]);
    const source = await readTicket(ctx, id);
    const target = await readTarget(ctx, intoId);
    assertMergeable(source, target);
    if (source.customer?.id !== customer?.id) throw new TicketChangedError(source);
    const moved = await moveComments(ctx, source, target);
    await closeFor(ctx, source.id, target);
    const after = await takeOver(ctx, target.id, source, moved);
    await moveMailsIntoTicket(ctx, source.id, target.id);
    return after;
  });
}

function assertMergeable(source: Ticket, target: Ticket): void {
  if (source.id === target.id)
    throw new MergeRefusedError("A ticket can't be merged into itself. Choose another one.");
  for (const one of [source, target]) if (one.mergedIntoId !== null) throw new AlreadyMergedError(one);
}

async function closeFor(ctx: Context, id: string, target: Ticket): Promise<void> {
  const mergedInto = { from: null, to: { id: target.id, number: target.number } };
  await applyChange(ctx, TICKET, id, ({ before }) => ({
    action: "ticket.merged",
    write: () =>
      database()
        .update(tickets)
        .set({
          status: "closed",
          mergedIntoId: target.id,
          resolvedAt: sql`coalesce(${tickets.resolvedAt}, now())`,
          closedAt: sql`coalesce(${tickets.closedAt}, now())`,
          commentCount: 0,
          version: sql`${tickets.version} + 1`,
        })
        .where(ownTicket(ctx, id)),
    notes: { mergedInto },
    tell: (after) => storeEvents(ctx, changeEvents(before, after, { mergedInto })),
  }));
}

function takeOver(ctx: Context, id: string, source: Ticket, moved: number): Promise<Ticket> {
  const merged = { from: null, to: { id: source.id, number: source.number } };
  return applyChange(ctx, TICKET, id, ({ before }) => ({
    action: "ticket.updated",
    write: () =>
      database()
        .update(tickets)
        .set({
          commentCount: sql`${tickets.commentCount} + ${moved}`,
          customerId: before.customer?.id ?? source.customer?.id ?? null,
          version: sql`${tickets.version} + 1`,
          lastActivityAt: sql`now()`,
        })
        .where(ownTicket(ctx, id)),
    notes: { merged },
    tell: (after) => storeEvents(ctx, changeEvents(before, after, { merged })),
  }));
}

/** A NotFoundError would speak of the ticket in the path. */
async function readTarget(ctx: Context, intoId: string): Promise<Ticket> {
  return readTicket(ctx, intoId).catch((error: unknown) => {
    if (!(error instanceof NotFoundError)) throw error;
    throw new MergeRefusedError("No such ticket to merge into. GET /api/v1/tickets lists them.");
  });
}

/** The opening text becomes an entry at its own time, and a note says where it all came from. Returns how many entries there are more. */
async function moveComments(ctx: Context, source: Ticket, target: Ticket): Promise<number> {
  const moved = await database()
    .update(comments)
    .set({ ticketId: target.id })
    .where(and(eq(comments.organizationId, ctx.organizationId), eq(comments.ticketId, source.id)))
    .returning({ id: comments.id });
  const origin = { organizationId: ctx.organizationId, ticketId: target.id };
  const opening = source.body.trim() === "" ? [] : [openingOf(source)];
  await database()
    .insert(comments)
    .values([
      ...opening.map((entry) => ({ ...origin, ...entry })),
      {
        ...origin,
        visibility: "internal" as const,
        authorType: ctx.actor.type,
        authorId: actorId(ctx),
        authorName: ctx.actor.name,
        body: noteOf(source, moved.length),
      },
    ]);
  return moved.length + opening.length + 1;
}

function openingOf({ body, customer, createdAt, source, sourceName, requestId }: Ticket) {
  const created = new Date(createdAt);
  return {
    // The id of that moment puts it in its place among the others; `now()` would be the start of this transaction.
    id: sql<string>`uuidv7(${created.toISOString()}::timestamptz - clock_timestamp())`,
    visibility: "public" as const,
    authorType: customer ? ("customer" as const) : ("system" as const),
    authorId: customer?.id ?? source,
    authorName: customer?.name ?? customer?.email ?? sourceName ?? "Unknown sender",
    body,
    requestId,
    createdAt: created,
  };
}

function noteOf({ number, subject }: Ticket, moved: number): string {
  const entries = moved === 1 ? "its 1 comment" : `its ${moved} comments`;
  return `Ticket #${number} “${subject}” was merged into this one, with its opening text and ${entries}.`;
}

class MergeRefusedError extends InvalidError {
  constructor(message: string) {
    super(message, [{ path: "intoId", message }]);
  }
}

class AlreadyMergedError extends ConflictError {
  constructor({ number, mergedIntoNumber }: Ticket) {
    super(`Ticket #${number} was merged into #${mergedIntoNumber} already. Merge into that one.`);
  }
}
