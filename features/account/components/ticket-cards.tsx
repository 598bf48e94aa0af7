import Link from "next/link";
import { Time } from "@/components/time";
import { Badge } from "@/components/ui/badge";
import { accountTicketHref } from "@/features/account/links";
import type { AccountTicket } from "@/features/account/tickets";
import { TicketStatusPill } from "@/features/tickets/ticket-status";

export function TicketCards({ tickets }: { tickets: AccountTicket[] }) {
  return (
    <ul className="flex flex-col divide-y divide-border rounded-lg border border-border bg-card shadow-xs">
      {tickets.map((ticket) => (
        <li key={ticket.id} className="relative flex flex-col gap-1.5 px-4 py-3 hover:bg-accent">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Link
              href={accountTicketHref(ticket.id)}
              prefetch={false}
              // The whole card is its target.
              className="min-w-0 font-medium wrap-anywhere after:absolute after:inset-0"
            >
              {ticket.subject}
            </Link>
            {ticket.isUnread && <Badge tone="info">New answer</Badge>}
          </div>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted-foreground">
            <TicketStatusPill status={ticket.status} />
            <span>#{ticket.number}</span>
            <span>
              {ticket.lastCommentAt ? (
                <>
                  Last answer <Time value={ticket.lastCommentAt} />
                </>
              ) : (
                <>
                  Opened <Time value={ticket.createdAt} />
                </>
              )}
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}
