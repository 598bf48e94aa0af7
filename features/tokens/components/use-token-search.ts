"use client";

import { useQueryStates } from "nuqs";
import { useKeysetPaging } from "@/components/use-keyset-paging";
import { type TokenSearch, tokenSearchParams } from "@/features/tokens/search-params";

type Filters = Pick<TokenSearch, "status" | "q" | "owner" | "scope" | "unused">;

const NO_FILTERS: Filters = { status: null, q: null, owner: null, scope: null, unused: null };

/** Filters, page and open drawer of the token list, kept in the URL. */
export function useTokenSearch() {
  const [search, setSearch] = useQueryStates(tokenSearchParams);
  const paging = useKeysetPaging(search.cursor, (cursor, options) => void setSearch({ cursor }, options));
  const { status, q, owner, scope, unused } = search;

  return {
    search,
    isFiltered: [status, q, owner, scope, unused].some((filter) => filter !== null),
    /** Any change of a filter starts again at the newest token. */
    setFilters(change: Partial<Filters>, history: "push" | "replace" = "push") {
      void setSearch({ ...change, cursor: null }, { history });
    },
    clear: () => void setSearch({ ...NO_FILTERS, cursor: null }, { history: "push" }),
    open: (token: string) => void setSearch({ token }, { history: "push" }),
    /** Stepping through the list inside the drawer is one visit for the Back button. */
    step: (token: string) => void setSearch({ token }, { history: "replace" }),
    close: () => void setSearch({ token: null }, { history: "push" }),
    ...paging,
  };
}
