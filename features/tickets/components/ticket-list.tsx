"use client";

import { Inbox } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { useHotkey } from "@/components/hotkeys";
import { announce } from "@/components/live-regions";
import { Button } from "@/components/ui/button";
import { useCan, useMe } from "@/features/auth/hooks";
import { newIncomingWebhookHref } from "@/features/incoming-webhooks/links";
import { allTicketsHref, ticketHref } from "@/features/tickets/links";
import { TicketBulkActions } from "./ticket-bulk-actions";
import { TICKET_COLUMNS } from "./ticket-columns";
import { ticketCaption, toTableSort } from "./ticket-sort";
import { TicketSortSelect } from "./ticket-sort-select";
import { TicketTabs } from "./ticket-tabs";
import { assigneeStep, statusStep } from "./triage-steps";
import { useTicketFacets } from "./use-ticket-facets";
import { useTicketRows } from "./use-ticket-rows";
import { useTicketSearch } from "./use-ticket-search";
import { useTicketTriage } from "./use-ticket-triage";

const NO_IDS: ReadonlySet<string> = new Set();

/** The triage list: tab, filters and page live in the URL, and nothing moves under the cursor. */
export function TicketList() {
  const list = useTicketSearch();
  const table = useTicketRows(list);
  const triage = useTicketTriage(table.patch);
  const [selectedIds, setSelectedIds] = useState(NO_IDS);
  const selected = table.rows?.filter(({ id }) => selectedIds.has(id)) ?? [];
  const me = useMe()?.user;
  const isAllowed = useCan("tickets:write");

  const focused = () => table.rows?.filter(({ id }) => id === focusedRowId()) ?? [];
  const keys = { group: "List of tickets", isEnabled: isAllowed };
  useHotkey("a", () => me && void triage(focused(), assigneeStep(me)), { label: "Assign to me", ...keys });
  useHotkey("e", () => void triage(focused(), statusStep("resolved")), { label: "Resolve", ...keys });
  useHotkey("r", () => void table.answer.refetch().then(() => announce("Tickets refreshed")), {
    label: "Refresh the list",
  });

  return (
    <div className="flex flex-col gap-3">
      <TicketTabs current={list.tab} sort={list.sort} />
      <DataTable
        {...list.table(table.answer)}
        toolbar={{
          search: {
            label: "Search tickets by subject, customer or number",
            placeholder: "Subject, customer or #number",
            ...list.text("q"),
          },
          facets: useTicketFacets(list),
          range: { value: list.filters.range, isAnyTimeOffered: true, ...list.range },
          order: <TicketSortSelect list={list} />,
          onClearAll: list.onClearAll,
        }}
        caption={ticketCaption(list.sort)}
        listId="tickets"
        noun="tickets"
        columns={TICKET_COLUMNS}
        rowId={(ticket) => ticket.id}
        rowHref={(ticket) => ticketHref(ticket.id)}
        rowHeight="double"
        sort={toTableSort(list.sort, (sort) => list.setFilters({ sort }))}
        selection={{
          ids: new Set(selected.map(({ id }) => id)),
          onChange: setSelectedIds,
          rowLabel: ({ number, subject }) => `ticket #${number} ${subject}`,
          actions: (
            <TicketBulkActions
              tickets={selected}
              onStep={(step) => void triage(selected, step)}
              onDeleted={table.remove}
            />
          ),
        }}
        empty={<NoTickets tab={list.tab} />}
      />
    </div>
  );
}

/** The row that the keys move on. */
function focusedRowId(): string | undefined {
  return document.activeElement?.closest<HTMLElement>("[data-row-id]")?.dataset.rowId;
}

function NoTickets({ tab }: { tab: string }) {
  if (tab !== "all") {
    return (
      <EmptyState
        icon={<Inbox />}
        title={tab === "mine" ? "Nothing is assigned to you" : "No tickets wait here"}
        description="Tickets appear when an incoming webhook receives one, or when someone opens one by hand."
        actions={
          <>
            <Button asChild variant="primary">
              <Link href={newIncomingWebhookHref()}>Create incoming webhook</Link>
            </Button>
            <Button asChild>
              <Link href={allTicketsHref()}>Show all tickets</Link>
            </Button>
          </>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={<Inbox />}
      title="No tickets yet"
      description="Tickets appear when an incoming webhook receives one."
      actions={
        <Button asChild variant="primary">
          <Link href={newIncomingWebhookHref()}>Create incoming webhook</Link>
        </Button>
      }
    />
  );
}
