"use client";

import { ListFilter } from "lucide-react";
import { Tabs } from "radix-ui";
import { useState } from "react";
import { FacetControl } from "./facet-control";
import { chosenLabels, type Facet } from "./facet-types";
import { useHotkey } from "./hotkeys";
import { Button } from "./ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "./ui/popover";

interface FilterMenuProps {
  facets: Facet[];
  /** How many are set. */
  activeCount: number;
}

/** From 768 px on: all that a list can be filtered by, one beside the other's choices. F opens it, arrow keys move through it. */
export function FilterMenu({ facets, activeCount }: FilterMenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  useHotkey("f", () => setIsOpen(true), { label: "Filter the list", isEnabled: facets.length > 0 });
  const [first] = facets;
  if (!first) return null;
  const start = facets.find((facet) => chosenLabels(facet).length > 0) ?? first;
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button className="max-md:hidden" title="Filter (F)">
          <FilterLabel activeCount={activeCount} />
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Filter" className="w-120 overflow-hidden p-0">
        <Tabs.Root orientation="vertical" defaultValue={start.id} className="flex">
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
      </PopoverContent>
    </Popover>
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

/** The face of the button, of the menu's and of the sheet's. */
export function FilterLabel({ activeCount }: { activeCount: number }) {
  return (
    <>
      <ListFilter aria-hidden />
      Filter
      {activeCount > 0 && (
        <span className="rounded-sm bg-primary px-1.5 text-xs text-primary-foreground tabular-nums">
          {activeCount}
          <span className="sr-only"> active</span>
        </span>
      )}
    </>
  );
}
