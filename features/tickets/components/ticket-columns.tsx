import Link from "next/link";
import type { Column } from "@/components/data-table-types";
import { Time } from "@/components/time";
import { customerHref } from "@/features/customers/links";
import type { TicketSummary } from "@/features/tickets/schema";
import { TicketPriorityPill, TicketStatusPill, ticketSource } from "@/features/tickets/ticket-status";

export const TICKET_COLUMNS: Column<TicketSummary>[] = [
  {
    id: "subject",
    header: "Ticket",
    sortedBy: "number",
    className: "md:max-w-md md:min-w-72",
    cell: ({ number, subject, isUnread }) => (
      <span className="line-clamp-2 wrap-anywhere md:line-clamp-1">
        <span className="font-normal text-muted-foreground tabular-nums">#{number}</span>{" "}
        <span className={isUnread ? "font-bold" : undefined}>{subject}</span>
        {isUnread && <span className="sr-only"> (unread)</span>}
      </span>
    ),
    detail: (ticket) => <SecondLine {...ticket} />,
  },
  { id: "status", header: "Status", cell: ({ status }) => <TicketStatusPill status={status} /> },
  { id: "priority", header: "Priority", cell: ({ priority }) => <TicketPriorityPill priority={priority} /> },
  {
    id: "assignee",
    header: "Assignee",
    cell: ({ assignee }) =>
      assignee ? (
        <span className="inline-block max-w-32 truncate align-bottom" title={assignee.name}>
          {assignee.name}
        </span>
      ) : (
        <span className="text-muted-foreground">Nobody</span>
      ),
  },
  {
    id: "source",
    header: "Source",
    priority: 3,
    cell: (ticket) => (
      <span className="inline-block max-w-36 truncate align-bottom" title={ticketSource(ticket)}>
        {ticketSource(ticket)}
      </span>
    ),
  },
  {
    id: "updated",
    header: "Updated",
    sortedBy: "last activity",
    align: "end",
    className: "whitespace-nowrap",
    cell: ({ lastActivityAt }) => <Time value={lastActivityAt} />,
  },
];

function SecondLine({ customer, snippet, tags }: TicketSummary) {
  return (
    <p className="truncate text-sm text-muted-foreground max-md:hidden">
      {customer && (
        <Link
          href={customerHref(customer.id)}
          prefetch={false}
          className="rounded-sm text-foreground underline decoration-1 underline-offset-2"
        >
          {customer.name ?? customer.email ?? "Customer"}
        </Link>
      )}
      {customer && snippet && " · "}
      {snippet}
      {!customer && !snippet && tags.join(", ")}
    </p>
  );
}
