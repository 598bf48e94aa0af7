"use client";

import { useQueryStates } from "nuqs";
import { useKeysetPaging } from "@/components/use-keyset-paging";
import {
  type DeliverySearch,
  deliverySearchParams,
  toDeliveryFilters,
} from "@/features/delivery-log/search-params";

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
  const paging = useKeysetPaging(search.cursor, (cursor, options) => void setSearch({ cursor }, options));
  const filters = toDeliveryFilters(search, subscriptionId);
  const { cursor: _, ...rest } = search;

  return {
    search,
    filters,
    isFiltered: Object.values(rest).some((value) => value !== null),
    /** Any change of a filter starts again at the newest row. */
    setFilters(change: Partial<DeliverySearch>, history: "push" | "replace" = "push") {
      void setSearch({ ...change, cursor: null }, { history });
    },
    clear: () => void setSearch(NOTHING, { history: "push" }),
    ...paging,
  };
}
