"use client";

import { useQueryStates } from "nuqs";
import { useKeysetPaging } from "@/components/use-keyset-paging";
import { type AuditSearch, auditSearchParams, toAuditView } from "@/features/audit-log/search-params";

const NOTHING = {
  actor: null,
  action: null,
  target: null,
  outcome: null,
  range: null,
  from: null,
  to: null,
  q: null,
  cursor: null,
};

/** Filters and page of the audit log, kept in the URL. */
export function useAuditSearch() {
  const [search, setSearch] = useQueryStates(auditSearchParams);
  const paging = useKeysetPaging(search.cursor, (cursor, options) => void setSearch({ cursor }, options));
  const { cursor: _, ...filters } = search;

  return {
    search,
    view: toAuditView(search),
    isFiltered: Object.values(filters).some((value) => value !== null),
    /** Any change of a filter starts again at the newest entry. */
    setFilters(change: Partial<AuditSearch>, history: "push" | "replace" = "push") {
      void setSearch({ ...change, cursor: null }, { history });
    },
    clear: () => void setSearch(NOTHING, { history: "push" }),
    ...paging,
  };
}
