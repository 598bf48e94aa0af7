"use client";

import { useQueryStates } from "nuqs";
import { useRef } from "react";
import { type TeamSearch, teamSearchParams } from "./team-search-params";

const NO_FILTERS = { role: null, status: null, invitation: null, q: null, cursor: null };

/** Tab, filters and page, kept in the URL. */
export function useTeamSearch() {
  const [search, setSearch] = useQueryStates(teamSearchParams);
  // A cursor only leads to older rows, so the way back is remembered; after a reload it leads to the newest page.
  const newerCursors = useRef(new Map<string, string | null>());
  const { role, status, invitation, q, cursor } = search;

  return {
    search,
    isFiltered: role !== null || status !== null || invitation !== null || q !== null,
    /** Any change of a filter starts again at the newest. */
    setFilters(
      change: Partial<Pick<TeamSearch, "role" | "status" | "invitation" | "q">>,
      history: "push" | "replace" = "push",
    ) {
      void setSearch({ ...change, cursor: null }, { history });
    },
    clear: () => void setSearch(NO_FILTERS, { history: "push" }),
    showNewest: () => void setSearch({ cursor: null }, { history: "replace" }),
    /** What a table needs to page through an answer. */
    pagingOf(nextCursor: string | null) {
      return {
        hasNewer: cursor !== null,
        hasOlder: nextCursor !== null,
        onNewer() {
          const newer = cursor === null ? null : (newerCursors.current.get(cursor) ?? null);
          void setSearch({ cursor: newer }, { history: "push", scroll: true });
        },
        onOlder() {
          if (nextCursor === null) return;
          newerCursors.current.set(nextCursor, cursor);
          void setSearch({ cursor: nextCursor }, { history: "push", scroll: true });
        },
      };
    },
  };
}

export type TeamList = ReturnType<typeof useTeamSearch>;
