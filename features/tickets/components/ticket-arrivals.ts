import type { TicketSort, TicketSummary } from "@/features/tickets/schema";

interface ShownPage {
  rows: TicketSummary[];
  /** The last row as it was when the page was shown; undefined when there was nothing behind it. */
  end: TicketSummary | undefined;
}

/** Rows of a fresh page that belong among those on the screen; those that moved up from behind the end are no news. */
export function arrivalsAmong(
  fresh: TicketSummary[],
  { rows, end }: ShownPage,
  sort: TicketSort,
): TicketSummary[] {
  const known = new Set(rows.map(({ id }) => id));
  return fresh.filter((row) => !known.has(row.id) && (!end || standsBefore(row, end, sort)));
}

function standsBefore(a: TicketSummary, b: TicketSummary, sort: TicketSort): boolean {
  const difference =
    sort === "created" || sort === "-created"
      ? a.number - b.number
      : Date.parse(a.lastActivityAt) - Date.parse(b.lastActivityAt);
  return sort.startsWith("-") ? difference > 0 : difference < 0;
}
