"use client";

import { useQueryStates } from "nuqs";
import { useRef } from "react";
import { type TokenSearch, tokenSearchParams } from "./token-search-params";

/** Filters, page and open drawer of the token list, kept in the URL. */
export function useTokenSearch() {
  const [search, setSearch] = useQueryStates(tokenSearchParams);
  // A cursor only leads to older rows, so the way back is remembered; after a reload it leads to the newest page.
  const newerCursors = useRef(new Map<string, string | null>());
  const { cursor } = search;

  return {
    search,
    isFiltered: search.status !== null || search.q !== null,
    /** Any change of a filter starts again at the newest token. */
    setFilters(change: Partial<Pick<TokenSearch, "status" | "q">>, history: "push" | "replace" = "push") {
      void setSearch({ ...change, cursor: null }, { history });
    },
    clear: () => void setSearch({ status: null, q: null, cursor: null }, { history: "push" }),
    open: (token: string) => void setSearch({ token }, { history: "push" }),
    /** Stepping through the list inside the drawer is one visit for the Back button. */
    step: (token: string) => void setSearch({ token }, { history: "replace" }),
    close: () => void setSearch({ token: null }, { history: "push" }),
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
