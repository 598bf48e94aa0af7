import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import type { TicketSource } from "@/db/enums";
import { comments, ticketCounters, tickets } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { recordAudit } from "@/features/audit/record";
import { identifyCustomer } from "@/features/customers/identify";
import { storeEvents } from "@/features/events/publish";
import { changeEvents, ownTicket, TICKET, ticketTarget } from "@/features/tickets/change";
import { ticketEvent } from "@/features/tickets/event";
import { readTicket, toComment } from "@/features/tickets/queries";
import { readUpTo } from "@/features/tickets/reads";
import { assertReferences } from "@/features/tickets/references";
import type { Comment, CreateComment, CreateTicket, Ticket, UpdateTicket } from "@/features/tickets/schema";
import { actorId, authorize, type Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";

interface Origin {
  source: TicketSource;
  chatId?: string;
}

/** Opens a ticket, and its customer if nobody knows them yet. `ticket.created` goes out exactly if it commits. */
export async function createTicket(ctx: Context, input: CreateTicket, origin?: Origin): Promise<Ticket> {
  authorize(ctx, "tickets:write");
  return transaction(async () => {
    await assertReferences(ctx, input);
    const customerId = input.customer ? await identifyCustomer(ctx, input.customer) : input.customerId;
    const [row] = await database()
      .insert(tickets)
      .values({
        organizationId: ctx.organizationId,
        number: await nextNumber(ctx),
        subject: input.subject,
        body: input.body ?? "",
        priority: input.priority ?? "normal",
        ...statusColumns(input.status ?? "open", sql`now()`),
        customerId: customerId ?? null,
        assigneeId: input.assigneeId ?? null,
        teamId: input.teamId ?? null,
        source: origin?.source ?? (ctx.actor.type === "user" ? "manual" : "api"),
        requestId: ctx.cause?.requestId ?? null,
        chatId: origin?.chatId ?? null,
        tags: [...new Set(input.tags)],
        diagnostics: input.diagnostics ?? null,
      })
      .returning({ id: tickets.id });
    if (!row) throw new Error("insert returned no row");
    const ticket = await readTicket(ctx, row.id);
    await storeEvents(ctx, [ticketEvent("ticket.created", ticket)]);
    await recordAudit(ctx, {
      action: "ticket.created",
      target: ticketTarget(ticket),
      changes: { status: { from: null, to: ticket.status }, priority: { from: null, to: ticket.priority } },
    });
    return ticket;
  });
}

/** Changes a ticket. Throws ConflictError when `version` is not the present one: someone else changed it meanwhile. */
export async function updateTicket(ctx: Context, id: string, input: UpdateTicket): Promise<Ticket> {
  authorize(ctx, "tickets:write");
  const { version, ...change } = input;
  return transaction(async () => {
    // First, as merging customers does: it locks them, and then their tickets.
    await assertReferences(ctx, change);
    return applyChange(ctx, TICKET, id, ({ before }) => {
      if (before.mergedIntoId) throw new TicketMergedError(before);
      if (version !== undefined && version !== before.version) throw new TicketChangedError(before);
      if (changesNothing(before, change)) return null;
      return {
        action: "ticket.updated",
        write: () => database().update(tickets).set(columnsOf(change)).where(ownTicket(ctx, id)),
        tell: (after) => storeEvents(ctx, changeEvents(before, after)),
      };
    });
  });
}

function columnsOf({ status, tags, ...columns }: Omit<UpdateTicket, "version">) {
  return {
    ...columns,
    ...(status && statusColumns(status, sql`coalesce(${tickets.resolvedAt}, now())`)),
    ...(tags && { tags: [...new Set(tags)] }),
    version: sql`${tickets.version} + 1`,
    lastActivityAt: sql`now()`,
  };
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
  { status, ...input }: CreateComment,
  author = authorOf(ctx),
): Promise<Comment> {
  authorize(ctx, "tickets:write");
  return transaction(async () => {
    const ticketId = await lockMergedInto(ctx, id);
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
    const comment = toComment(columns);
    const { ticketId: __, requestId: ___, ...said } = comment;
    await storeEvents(ctx, [ticketEvent("ticket.comment_added", ticket, { comment: said })]);
    await recordAudit(ctx, {
      action: "ticket.comment_added",
      target: ticketTarget(ticket),
      changes: { visibility: { from: null, to: comment.visibility } },
    });
    if (status !== undefined && status !== ticket.status) await updateTicket(ctx, ticketId, { status });
    return comment;
  });
}

/** Locks the ticket, or the one that it has become a part of, and returns its id. */
async function lockMergedInto(ctx: Context, id: string): Promise<string> {
  await currentTransaction().execute(sql`savepoint unlocked`);
  const { mergedIntoId } = (await TICKET.lock(ctx, id)).before;
  if (mergedIntoId === null) return id;
  // Lets its lock go first: the other's id may come before, and whoever locks both goes by the order of ids.
  await currentTransaction().execute(sql`rollback to savepoint unlocked`);
  return lockMergedInto(ctx, mergedIntoId);
}

class TicketMergedError extends ConflictError {
  constructor({ number, mergedIntoNumber }: Ticket) {
    super(`Ticket #${number} was merged into #${mergedIntoNumber}. Change that one instead.`);
  }
}

export class TicketChangedError extends ConflictError {
  constructor({ version }: Ticket) {
    super(
      `The ticket has changed since you read it (it is at version ${version}). Read it again, then repeat the change.`,
    );
  }
}

interface Author {
  type: Comment["author"]["type"];
  id: string;
  name: string;
}

function authorOf(ctx: Context): Author {
  return { type: ctx.actor.type, id: actorId(ctx), name: ctx.actor.name };
}

async function nextNumber(ctx: Context): Promise<number> {
  const [row] = await database()
    .insert(ticketCounters)
    .values({ organizationId: ctx.organizationId, lastNumber: 1 })
    .onConflictDoUpdate({
      target: ticketCounters.organizationId,
      set: { lastNumber: sql`${ticketCounters.lastNumber} + 1` },
    })
    .returning({ number: ticketCounters.lastNumber });
  if (!row) throw new Error("insert returned no row");
  return row.number;
}

/** The status, and since when it is solved; a return to work ends that. */
function statusColumns(status: Ticket["status"], solvedAt: SQL) {
  return {
    status,
    resolvedAt: status === "resolved" || status === "closed" ? solvedAt : null,
    closedAt: status === "closed" ? sql`now()` : null,
  };
}

function changesNothing(before: Ticket, change: Omit<UpdateTicket, "version">): boolean {
  const present = {
    ...before,
    customerId: before.customer?.id ?? null,
    assigneeId: before.assignee?.id ?? null,
    teamId: before.team?.id ?? null,
  };
  return Object.entries(change).every(
    ([field, value]) => JSON.stringify(Reflect.get(present, field)) === JSON.stringify(value),
  );
}
