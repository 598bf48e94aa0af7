"use client";

import { useQueryStates } from "nuqs";
import { useRef } from "react";
import { type AuditSearch, auditSearchParams, toAuditView } from "./audit-search-params";

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
  // A cursor only leads to older rows, so the way back is remembered; after a reload it leads to the newest page.
  const newerCursors = useRef(new Map<string, string | null>());
  const { cursor, ...filters } = search;

  return {
    search,
    view: toAuditView(search),
    isFiltered: Object.values(filters).some((value) => value !== null),
    /** Any change of a filter starts again at the newest entry. */
    setFilters(change: Partial<AuditSearch>, history: "push" | "replace" = "push") {
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
