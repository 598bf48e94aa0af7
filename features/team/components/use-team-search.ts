"use client";

import { useQueryStates } from "nuqs";
import { useKeysetPaging } from "@/components/use-keyset-paging";
import { type TeamSearch, teamSearchParams } from "@/features/team/search-params";

const NO_FILTERS = { role: null, status: null, invitation: null, q: null, cursor: null };

/** Tab, filters and page, kept in the URL. */
export function useTeamSearch() {
  const [search, setSearch] = useQueryStates(teamSearchParams);
  const paging = useKeysetPaging(search.cursor, (cursor, options) => void setSearch({ cursor }, options));
  const { role, status, invitation, q } = search;

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
    ...paging,
  };
}

export type TeamList = ReturnType<typeof useTeamSearch>;
