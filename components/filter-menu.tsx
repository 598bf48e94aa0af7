"use client";

import { ListFilter } from "lucide-react";
import { useState } from "react";
import { chosenLabels, type Facet } from "./facet-types";
import { useHotkey } from "./hotkeys";
import { Button } from "./ui/button";
import { onDemand } from "./ui/on-demand";
import { Popover, PopoverContent, PopoverTrigger } from "./ui/popover";

const panels = onDemand(() => import("./filter-panel"));

interface FilterMenuProps {
  facets: Facet[];
  /** How many are set. */
  activeCount: number;
}

/** From 768 px on: all that a list can be filtered by, one beside the other's choices. F opens it, arrow keys move through it. */
export function FilterMenu({ facets, activeCount }: FilterMenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  useHotkey("f", () => setIsOpen(true), { label: "Filter the list", isEnabled: facets.length > 0 });
  const panel = panels.useParts(isOpen);
  const [first] = facets;
  if (!first) return null;
  const start = facets.find((facet) => chosenLabels(facet).length > 0) ?? first;
  return (
    <Popover open={isOpen && panel !== undefined} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button className="max-md:hidden" title="Filter (F)">
          <FilterLabel activeCount={activeCount} />
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Filter" className="w-120 overflow-hidden p-0">
        {panel && <panel.FilterPanel facets={facets} startId={start.id} />}
      </PopoverContent>
    </Popover>
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
