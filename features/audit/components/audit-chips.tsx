"use client";

import { X } from "lucide-react";
import type { useAuditSearch } from "./use-audit-search";

interface AuditChipsProps {
  log: ReturnType<typeof useAuditSearch>;
  nameOf(filter: "actor" | "target", value: string): string | undefined;
}

/** Filters that the bar has no control for: one actor, one action, one target, as chosen in the drawer or by a link. */
export function AuditChips({ log, nameOf }: AuditChipsProps) {
  const { search, setFilters } = log;
  const { actor, action, target } = search;
  const exactActor = actor?.includes(":") ? actor : null;
  const exactAction = action?.endsWith(".*") ? null : action;
  const chips = [
    { id: "actor", label: "Actor", text: exactActor && (nameOf("actor", exactActor) ?? exactActor) },
    { id: "action", label: "Action", text: exactAction },
    { id: "target", label: "Target", text: target && (nameOf("target", target) ?? target) },
  ].filter(({ text }) => text);
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Active filters" className="flex flex-wrap gap-1.5">
      {chips.map(({ id, label, text }) => (
        <li
          key={id}
          className="inline-flex h-6 max-w-full items-center rounded-md border border-border bg-selected pl-2 text-xs"
        >
          <span className="truncate">
            <span className="text-muted-foreground">{label}: </span>
            {text}
          </span>
          <button
            type="button"
            aria-label={`Remove the filter ${label}: ${text}`}
            className="ml-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-md hover:bg-accent"
            onClick={() => setFilters({ [id]: null })}
          >
            <X aria-hidden className="size-3" />
          </button>
        </li>
      ))}
    </ul>
  );
}
