"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { Time } from "@/components/time";
import { Badge } from "@/components/ui/badge";
import type { TicketStatus } from "@/db/enums";
import { useCan } from "@/features/auth/hooks";
import { customerTicketsQuery } from "@/features/customer-page/hooks";
import { FIRST_LIMIT, FULL_LIMIT } from "@/features/customer-page/row-limits";
import { allTicketsHref, ticketHref } from "@/features/tickets/links";
import { CustomerRows } from "./customer-rows";

const STATUSES = {
  open: { label: "Open", tone: "info" },
  pending: { label: "Pending", tone: "warning" },
  resolved: { label: "Resolved", tone: "success" },
  closed: { label: "Closed", tone: "neutral" },
} as const satisfies Record<TicketStatus, { label: string; tone: string }>;

export function CustomerTickets({ id }: { id: string }) {
  const [limit, setLimit] = useState(FIRST_LIMIT);
  const maySee = useCan("tickets:read");
  const query = useQuery({ ...customerTicketsQuery(id, limit), enabled: maySee });
  if (!maySee) return null;
  return (
    <CustomerRows
      title="Tickets"
      noun="tickets"
      query={query}
      isFull={limit === FULL_LIMIT}
      onShowMore={() => setLimit(FULL_LIMIT)}
      rest={
        <Link href={allTicketsHref(id)} className="text-sm text-link underline">
          All tickets
        </Link>
      }
    >
      {({ id: ticketId, number, subject, status, lastActivityAt }) => (
        <>
          <Link
            href={ticketHref(ticketId)}
            prefetch={false}
            className="min-w-0 font-medium wrap-anywhere hover:underline"
          >
            <span className="text-muted-foreground tabular-nums">#{number}</span> {subject}
          </Link>
          <Badge tone={STATUSES[status].tone}>{STATUSES[status].label}</Badge>
          <Time value={lastActivityAt} className="ml-auto text-muted-foreground" />
        </>
      )}
    </CustomerRows>
  );
}
