import type { Ticket } from "@/features/tickets/schema";
import { toldDiagnostics } from "@/features/tickets/stored-diagnostics";

type TicketEventType =
  | "ticket.created"
  | "ticket.updated"
  | "ticket.status_changed"
  | "ticket.comment_added"
  | "ticket.deleted";

/** An event about a ticket, in the scope of its team and assignee. `more` says what happened to it. */
export function ticketEvent<Type extends TicketEventType>(
  type: Type,
  ticket: Ticket,
  more: Record<string, unknown> = {},
) {
  return {
    type,
    subject: { type: "ticket", id: ticket.id },
    ...(ticket.team ? { teamId: ticket.team.id } : {}),
    ...(ticket.assignee ? { accountId: ticket.assignee.id } : {}),
    data: {
      id: ticket.id,
      number: ticket.number,
      subject: ticket.subject,
      body: ticket.body,
      status: ticket.status,
      priority: ticket.priority,
      customer: ticket.customer,
      assignee: ticket.assignee,
      teamId: ticket.team?.id ?? null,
      source: ticket.source,
      tags: ticket.tags,
      diagnostics: toldDiagnostics(ticket.diagnostics),
      createdAt: ticket.createdAt,
      updatedAt: ticket.updatedAt,
      ...more,
    },
  };
}
