"use client";

import { useQueryStates } from "nuqs";
import { useRef } from "react";
import { type DeliverySearch, deliverySearchParams, toDeliveryFilters } from "./delivery-search-params";

const NOTHING = {
  status: null,
  event: null,
  code: null,
  q: null,
  range: null,
  from: null,
  to: null,
  cursor: null,
};

/** Filters and page of the log, kept in the URL. */
export function useDeliverySearch(subscriptionId: string | undefined) {
  const [search, setSearch] = useQueryStates(deliverySearchParams);
  // A cursor only leads to older rows, so the way back is remembered; after a reload it leads to the newest page.
  const newerCursors = useRef(new Map<string, string | null>());
  const filters = toDeliveryFilters(search, subscriptionId);
  const { cursor, ...rest } = search;

  return {
    search,
    filters,
    isFiltered: Object.values(rest).some((value) => value !== null),
    /** Any change of a filter starts again at the newest row. */
    setFilters(change: Partial<DeliverySearch>, history: "push" | "replace" = "push") {
      void setSearch({ ...change, cursor: null }, { history });
    },
    clear: () => void setSearch(NOTHING, { history: "push" }),
    showOlder(nextCursor: string) {
      newerCursors.current.set(nextCursor, cursor);
      void setSearch({ cursor: nextCursor }, { history: "push", scroll: true });
    },
    showNewer() {
      const newer = cursor === null ? null : (newerCursors.current.get(cursor) ?? null);
      void setSearch({ cursor: newer }, { history: "push", scroll: true });
    },
    showNewest: () => void setSearch({ cursor: null }, { history: "replace" }),
  };
}
