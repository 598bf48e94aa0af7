import type { Sort } from "@/components/data-table-types";
import type { TicketSummary } from "@/features/tickets/schema";
import type { TicketSort } from "@/features/tickets/sorts";

export const DEFAULT_SORT: TicketSort = "-updated";

export const TICKET_SORT_LABELS: Record<TicketSort, string> = {
  "-updated": "Latest activity first",
  updated: "Oldest activity first",
  "-created": "Newest first",
  created: "Oldest first",
};

export function isOldestFirst(sort: TicketSort): boolean {
  return !sort.startsWith("-");
}

export function ticketCaption(sort: TicketSort): string {
  return `Tickets, ${TICKET_SORT_LABELS[sort].toLowerCase()}`;
}

/** The sort as the table shows and changes it: a heading turns its own order round, and starts with the latest. */
export function toTableSort(sort: TicketSort, onChange: (sort: TicketSort) => void): Sort {
  const columnId = sort === "updated" || sort === "-updated" ? "updated" : "subject";
  return {
    columnId,
    direction: isOldestFirst(sort) ? "ascending" : "descending",
    onChange(pressedId) {
      const isReversed = pressedId === columnId && !isOldestFirst(sort);
      if (pressedId === "updated") onChange(isReversed ? "updated" : "-updated");
      else onChange(isReversed ? "created" : "-created");
    },
  };
}

export function standsBefore(a: TicketSummary, b: TicketSummary, sort: TicketSort): boolean {
  const difference =
    sort === "created" || sort === "-created"
      ? a.number - b.number
      : Date.parse(a.lastActivityAt) - Date.parse(b.lastActivityAt);
  return sort.startsWith("-") ? difference > 0 : difference < 0;
}
