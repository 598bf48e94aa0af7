"use client";

import * as Tabs from "radix-ui/tabs";
import { FacetControl } from "./facet-control";
import { chosenLabels, type Facet } from "./facet-types";

/** What the filter menu shows: all facets, and the choices of one. */
export function FilterPanel({ facets, startId }: { facets: Facet[]; startId: string }) {
  return (
    <Tabs.Root orientation="vertical" defaultValue={startId} className="flex">
      <Tabs.List
        aria-label="Filter by"
        className="flex w-40 shrink-0 flex-col gap-0.5 border-r border-border p-2"
      >
        {facets.map((facet) => (
          <FacetTab key={facet.id} facet={facet} />
        ))}
      </Tabs.List>
      {facets.map((facet) => (
        <Tabs.Content
          key={facet.id}
          value={facet.id}
          className="max-h-[min(24rem,var(--radix-popover-content-available-height))] min-h-40 min-w-0 flex-1 overflow-y-auto p-3 focus-visible:-outline-offset-2"
        >
          <FacetControl facet={facet} />
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}

function FacetTab({ facet }: { facet: Facet }) {
  const count = chosenLabels(facet).length;
  return (
    <Tabs.Trigger
      value={facet.id}
      className="flex min-h-8 items-center justify-between gap-2 rounded-md px-2 text-left text-sm hover:bg-accent focus-visible:-outline-offset-2 data-[state=active]:bg-selected data-[state=active]:font-medium"
    >
      {facet.label}
      {count > 0 && (
        <span className="text-xs text-link tabular-nums">
          {count}
          <span className="sr-only"> set</span>
        </span>
      )}
    </Tabs.Trigger>
  );
}
