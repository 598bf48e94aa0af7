"use client";

import { DataTable } from "@/components/data-table";
import type { TicketSummary } from "@/features/tickets/schema";
import { TICKET_COLUMNS } from "./ticket-columns";
import { DEFAULT_SORT, ticketCaption } from "./ticket-sort";

export function TicketListSkeleton() {
  return (
    <div className="flex flex-col gap-3">
      <div className="h-9 border-b border-border max-md:h-11" />
      <div className="h-8 max-md:h-11" />
      <DataTable
        caption={ticketCaption(DEFAULT_SORT)}
        listId="tickets"
        noun="tickets"
        columns={TICKET_COLUMNS}
        rows={undefined}
        rowId={(ticket: TicketSummary) => ticket.id}
        rowHeight="double"
        empty={null}
      />
    </div>
  );
}
