"use client";

import { useSearchParams } from "next/navigation";
import { useQueryStates } from "nuqs";
import { createSerializer } from "nuqs/server";
import { useDrawerHistory } from "@/components/use-drawer-history";
import { useKeysetPaging } from "@/components/use-keyset-paging";
import {
  openRequestSearchParams,
  type RequestSearch,
  requestSearchParams,
  toRequestFilters,
} from "@/features/incoming-requests/search-params";

const NOTHING = {
  result: null,
  reason: null,
  attention: null,
  q: null,
  range: null,
  from: null,
  to: null,
  cursor: null,
};

type Change = { [Name in keyof RequestSearch]?: RequestSearch[Name] | null };

/** Filters and page of the log, kept in the URL. */
export function useRequestSearch() {
  const [search, setSearch] = useQueryStates(requestSearchParams);
  const paging = useKeysetPaging(search.cursor, (cursor, options) => void setSearch({ cursor }, options));
  const filters = toRequestFilters(search);
  const { cursor: _, ...rest } = filters;
  return {
    search,
    filters,
    isFiltered: Object.values(rest).some((value) => value !== null && value !== undefined),
    /** Any change of a filter starts again at the newest row. */
    setFilters(change: Change, history: "push" | "replace" = "push") {
      void setSearch({ ...change, cursor: null }, { history });
    },
    clear: () => void setSearch(NOTHING, { history: "push" }),
    ...paging,
  };
}

const serialize = createSerializer(openRequestSearchParams);

/** The request whose drawer is open, kept in the URL: Back closes it, a reload opens it again. */
export function useOpenRequest() {
  const [{ request }, setOpen] = useQueryStates(openRequestSearchParams);
  const searchParams = useSearchParams();
  const drawer = useDrawerHistory(request, (id, history) => void setOpen({ request: id }, { history }));
  return { ...drawer, href: (id: string) => serialize(searchParams, { request: id }) };
}
