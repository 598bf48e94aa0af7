import { createLoader, createSerializer, type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { listSearch } from "@/components/list-search";
import { parseAsMatching, RANGE_PARAMS, rangeOf } from "@/components/search-params";
import { DEFAULT_SORT } from "@/features/tickets/components/ticket-sort";
import { TICKET_TABS, type TicketFilters } from "@/features/tickets/hooks";
import { listTicketsQuery } from "@/features/tickets/list-query";
import { TICKET_SORTS } from "@/features/tickets/sorts";

const list = listSearch(listTicketsQuery, {
  status: "status",
  priority: "priority",
  source: "source",
  assignee: "assigneeId",
  team: "teamId",
  customer: "customerId",
  tag: "tag",
  diagnostics: "diagnostics",
  q: "q",
});

export const ticketSearchParams = {
  ...list.params,
  ...RANGE_PARAMS,
  tab: parseAsStringLiteral(TICKET_TABS),
  sort: parseAsStringLiteral(TICKET_SORTS).withDefault(DEFAULT_SORT),
  /** What a sort goes by, in base64url. */
  cursor: parseAsMatching(/^[\w-]{1,200}$/),
};

export const loadTicketSearch = createLoader(ticketSearchParams);

/** The list's address for a search. */
export const ticketListHref = createSerializer(ticketSearchParams);

export function toTicketFilters(search: inferParserType<typeof ticketSearchParams>): TicketFilters {
  const { limit: _, ...query } = list.toQuery(search);
  return { ...query, tab: search.tab ?? "open", sort: search.sort, range: rangeOf(search) };
}
