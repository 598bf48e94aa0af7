"use client";

import { FilterChips } from "@/components/filter-chips";
import type { ListSearchState } from "@/components/use-list-search";
import type { auditSearchParams } from "@/features/audit-log/search-params";

interface AuditChipsProps {
  list: ListSearchState<typeof auditSearchParams>;
  nameOf(filter: "actor" | "target", value: string): string | undefined;
}

/** Filters that the bar has no control for: one actor, one action, one target, as chosen in the drawer or by a link. */
export function AuditChips({ list, nameOf }: AuditChipsProps) {
  const { search, setFilters } = list;
  const { actor, action, target } = search;
  const exactActor = actor?.includes(":") ? actor : null;
  const exactAction = action?.endsWith(".*") ? null : action;
  const chips = [
    { field: "actor", label: "Actor", text: exactActor && (nameOf("actor", exactActor) ?? exactActor) },
    { field: "action", label: "Action", text: exactAction },
    { field: "target", label: "Target", text: target && (nameOf("target", target) ?? target) },
  ];
  return <FilterChips chips={chips} onRemove={(field) => setFilters({ [field]: null })} />;
}
