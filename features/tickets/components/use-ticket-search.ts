"use client";

import { useQueryStates } from "nuqs";
import { useKeysetPaging } from "@/components/use-keyset-paging";
import type { TicketSort } from "@/features/tickets/schema";
import { type TicketSearch, ticketSearchParams, toTicketFilters } from "@/features/tickets/search-params";
import { isOldestFirst } from "./ticket-sort";

const NO_FILTERS = {
  status: null,
  priority: null,
  source: null,
  assignee: null,
  team: null,
  customer: null,
  tag: null,
  diagnostics: null,
  q: null,
  range: null,
  from: null,
  to: null,
  cursor: null,
};

/** Tab, order, filters and page of the list, kept in the URL. */
export function useTicketSearch() {
  const [search, setSearch] = useQueryStates(ticketSearchParams);
  const paging = useKeysetPaging(search.cursor, (cursor, options) => void setSearch({ cursor }, options), {
    isOldestFirst: isOldestFirst(search.sort),
  });
  const { cursor: _, tab, sort, ...rest } = search;
  return {
    search,
    tab: tab ?? "open",
    sort,
    filters: toTicketFilters(search),
    isFiltered: Object.values(rest).some((value) => value !== null),
    /** Any change of a filter starts again at the first row. */
    setFilters(change: Partial<TicketSearch>, history: "push" | "replace" = "push") {
      void setSearch({ ...change, cursor: null }, { history });
    },
    setSort: (next: TicketSort) => void setSearch({ sort: next, cursor: null }, { history: "push" }),
    clear: () => void setSearch(NO_FILTERS, { history: "push" }),
    ...paging,
  };
}

export type TicketSearchState = ReturnType<typeof useTicketSearch>;
