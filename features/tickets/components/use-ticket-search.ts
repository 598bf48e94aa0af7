"use client";

import { useListSearch } from "@/components/use-list-search";
import { ticketSearchParams, toTicketFilters } from "@/features/tickets/search-params";
import { isOldestFirst } from "./ticket-sort";

/** Tab, order, filters and page of the list, kept in the URL. */
export function useTicketSearch() {
  const list = useListSearch(ticketSearchParams, {
    view: ["tab", "sort"],
    isOldestFirst: ({ sort }) => isOldestFirst(sort),
  });
  const { tab, sort } = list.search;
  return { ...list, tab: tab ?? "open", sort, filters: toTicketFilters(list.search) };
}

export type TicketSearchState = ReturnType<typeof useTicketSearch>;
