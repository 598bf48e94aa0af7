"use client";

import { X } from "lucide-react";
import { chosenLabels, clearFacet, type Facet } from "./facet-types";
import { Button } from "./ui/button";

const NAMED_IN_CHIP = 2;

interface FilterChipsProps {
  /** Those that are set. */
  facets: Facet[];
  onClearAll: (() => void) | undefined;
}

/** What the list is filtered by, each with a button that takes it back. Beside the other controls they scroll rather than push. */
export function FilterChips({ facets, onClearAll }: FilterChipsProps) {
  if (facets.length === 0 && !onClearAll) return null;
  return (
    <div className="flex min-w-0 items-center gap-1.5 max-lg:order-last max-lg:basis-full">
      {facets.length > 0 && (
        <ul
          aria-label="Active filters"
          className="scrollbar-none -m-1 flex min-w-0 gap-1.5 overflow-x-auto p-1"
        >
          {facets.map((facet) => (
            <FilterChip key={facet.id} facet={facet} />
          ))}
        </ul>
      )}
      {onClearAll && (
        <Button variant="ghost" size="sm" className="h-6 px-1.5" onClick={onClearAll}>
          Clear all
        </Button>
      )}
    </div>
  );
}

function FilterChip({ facet }: { facet: Facet }) {
  const labels = chosenLabels(facet);
  const unnamedCount = labels.length - NAMED_IN_CHIP;
  const text = labels.slice(0, NAMED_IN_CHIP).join(", ") + (unnamedCount > 0 ? ` +${unnamedCount}` : "");
  return (
    <li className="inline-flex h-6 max-w-60 shrink-0 items-center rounded-md border border-border bg-selected pl-2 text-xs">
      <span className="truncate" title={labels.join(", ")}>
        <span className="text-muted-foreground">{facet.label}: </span>
        {text}
      </span>
      <button
        type="button"
        aria-label={`Remove the filter ${facet.label}: ${labels.join(", ")}`}
        className="ml-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-md hover:bg-accent"
        onClick={() => clearFacet(facet)}
      >
        <X aria-hidden className="size-3" />
      </button>
    </li>
  );
}
