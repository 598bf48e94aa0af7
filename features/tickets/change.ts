import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { currentTransaction } from "@/db/client";
import { tickets } from "@/db/schema";
import type { Changeable } from "@/features/audit/change";
import type { Changes } from "@/features/audit/record";
import { ticketEvent } from "@/features/tickets/event";
import { readTicket } from "@/features/tickets/queries";
import type { Ticket } from "@/features/tickets/schema";
import { toldDiagnostics } from "@/features/tickets/stored-diagnostics";
import type { Context } from "@/lib/context";

export const TICKET: Changeable<string, Ticket> = {
  async lock(ctx, id) {
    await lockTickets(ctx, [id]);
    return { before: await readTicket(ctx, id) };
  },
  read: readTicket,
  target: ticketTarget,
  // The log can't forget, so it names customers, who may be erased one day, by their ids alone.
  difference: (before, after) => difference(withCustomerId(before), withCustomerId(after)),
};

/**
 * Changes of one ticket happen one after the other, so that each event tells of one step. Rows that only refer to it are let in: they may
 * stand in the way of what is written next. In the order of their ids for everybody, so that nobody waits in a circle.
 */
export async function lockTickets(ctx: Context, ids: string[]): Promise<void> {
  await currentTransaction()
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(inArray(tickets.id, ids), isOwnTicket(ctx)))
    .orderBy(tickets.id)
    .for("no key update");
}

export function ownTicket(ctx: Context, id: string) {
  return and(eq(tickets.id, id), isOwnTicket(ctx));
}

function isOwnTicket(ctx: Context) {
  return and(eq(tickets.organizationId, ctx.organizationId), isNull(tickets.deletedAt));
}

/** A ticket as the audit log names it. */
export function ticketTarget({ id, number, subject }: Ticket) {
  return { type: "ticket", id, name: `#${number} ${subject}` };
}

/** What is told of a change; `more` is what the ticket itself does not show. */
export function changeEvents(before: Ticket, after: Ticket, more: Changes = {}) {
  const status = { from: before.status, to: after.status };
  return [
    ticketEvent("ticket.updated", after, { changed: { ...difference(before, after), ...more } }),
    ...(status.from === status.to ? [] : [ticketEvent("ticket.status_changed", after, status)]),
  ];
}

const COMPARED = [
  "subject",
  "status",
  "priority",
  "customer",
  "assignee",
  "team",
  "tags",
  "diagnostics",
] as const;

type Compared = Record<(typeof COMPARED)[number], unknown>;

function difference(before: Compared, after: Compared): Changes {
  return Object.fromEntries(
    COMPARED.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])).map(
      (field) => [field, { from: told(field, before), to: told(field, after) }],
    ),
  );
}

function told(field: (typeof COMPARED)[number], ticket: Compared): unknown {
  return field === "diagnostics" ? toldDiagnostics(ticket.diagnostics) : ticket[field];
}

function withCustomerId(ticket: Ticket): Compared {
  return { ...ticket, customer: ticket.customer?.id ?? null };
}
