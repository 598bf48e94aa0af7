import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { comments, tickets } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { shareCustomer } from "@/features/customers/queries";
import { storeEvents } from "@/features/events/publish";
import { auditable } from "@/features/tickets/auditable";
import { ticketEvent } from "@/features/tickets/event";
import { readTicket } from "@/features/tickets/queries";
import type { MergeTicket, Ticket } from "@/features/tickets/schema";
import { lockTicket, targetOf } from "@/features/tickets/service";
import { actorId, authorize, type Context } from "@/lib/context";
import { ConflictError, InvalidError } from "@/lib/errors";

/**
 * Moves a ticket's conversation into another one and closes it for good. The other keeps its customer, or takes over this one's if it has
 * none. Returns the ticket that stays.
 */
export async function mergeTicket(ctx: Context, id: string, { intoId }: MergeTicket): Promise<Ticket> {
  authorize(ctx, "tickets:write");
  if (id === intoId) throw new MergeRefusedError("A ticket can't be merged into itself. Choose another one.");
  return transaction(async () => {
    // The customer that may go over to the other ticket stays who they are.
    const { customer } = await readTicket(ctx, id);
    if (customer) await shareCustomer(ctx, customer.id);
    // In one order for everybody, so that two merges the opposite way wait for each other instead of failing.
    for (const one of [id, intoId].toSorted()) await lockTicket(ctx, one);
    const source = await readTicket(ctx, id);
    const target = await readTarget(ctx, intoId);
    if (source.mergedIntoId !== null) throw new AlreadyMergedError(source);
    if (target.mergedIntoId !== null) throw new AlreadyMergedError(target);
    const moved = await moveComments(ctx, source, target);
    await database()
      .update(tickets)
      .set({
        commentCount: sql`${tickets.commentCount} + ${moved}`,
        customerId: target.customer?.id ?? source.customer?.id ?? null,
        version: sql`${tickets.version} + 1`,
        lastActivityAt: sql`now()`,
      })
      .where(ownTicket(ctx, intoId));
    await database()
      .update(tickets)
      .set({
        status: "closed",
        mergedIntoId: intoId,
        resolvedAt: sql`coalesce(${tickets.resolvedAt}, now())`,
        closedAt: sql`coalesce(${tickets.closedAt}, now())`,
        commentCount: 0,
        version: sql`${tickets.version} + 1`,
      })
      .where(ownTicket(ctx, id));
    return tell(ctx, { source, target });
  });
}

/** A NotFoundError would speak of the ticket in the path. */
async function readTarget(ctx: Context, intoId: string): Promise<Ticket> {
  return readTicket(ctx, intoId).catch(() => {
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
    // The id of that moment puts it in its place among the others.
    id: sql<string>`uuidv7(${created.toISOString()}::timestamptz - now())`,
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

async function tell(ctx: Context, before: { source: Ticket; target: Ticket }): Promise<Ticket> {
  const source = await readTicket(ctx, before.source.id);
  const target = await readTicket(ctx, before.target.id);
  const status = { from: before.source.status, to: source.status };
  const sourceChanges = {
    ...(status.from === status.to ? {} : { status }),
    mergedInto: { from: null, to: { id: target.id, number: target.number } },
  };
  const targetChanges = {
    merged: { from: null, to: { id: source.id, number: source.number } },
    ...(before.target.customer?.id === target.customer?.id
      ? {}
      : { customer: { from: before.target.customer, to: target.customer } }),
  };
  await storeEvents(ctx, [
    ticketEvent("ticket.updated", source, { changed: sourceChanges }),
    ...(status.from === status.to ? [] : [ticketEvent("ticket.status_changed", source, status)]),
    ticketEvent("ticket.updated", target, { changed: targetChanges }),
  ]);
  await recordAudit(ctx, { action: "ticket.merged", target: targetOf(source), changes: sourceChanges });
  await recordAudit(ctx, {
    action: "ticket.updated",
    target: targetOf(target),
    changes: auditable(targetChanges),
  });
  return target;
}

function ownTicket(ctx: Context, id: string) {
  return and(eq(tickets.organizationId, ctx.organizationId), eq(tickets.id, id));
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
