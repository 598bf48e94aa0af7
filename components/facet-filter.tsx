"use client";

import { ChevronDown, X } from "lucide-react";
import { FacetOptions } from "./facet-options";
import type { Facet } from "./facet-types";
import { Button } from "./ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "./ui/popover";

const NAMED_IN_CHIP = 2;

export function FacetFilter({ facet }: { facet: Facet }) {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button>
          {facet.label}
          {facet.value.length > 0 && (
            <span className="rounded-sm bg-selected px-1 text-xs text-link tabular-nums">
              {facet.value.length}
            </span>
          )}
          <ChevronDown aria-hidden className="text-muted-foreground" />
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={`Filter by ${facet.label.toLowerCase()}`}>
        <FacetOptions facet={facet} isLegendHidden />
        {facet.value.length > 0 && (
          <Button variant="ghost" size="sm" className="mt-2 w-full" onClick={() => facet.onChange([])}>
            Clear
          </Button>
        )}
      </PopoverContent>
    </Popover>
  );
}

/** What a facet is set to, and the way to unset it. */
export function FacetChip({ facet }: { facet: Facet }) {
  const labels = facet.value.map(
    (value) => facet.options.find((option) => option.value === value)?.label ?? value,
  );
  const hiddenCount = labels.length - NAMED_IN_CHIP;
  const text = labels.slice(0, NAMED_IN_CHIP).join(", ") + (hiddenCount > 0 ? ` +${hiddenCount}` : "");
  return (
    <span className="inline-flex h-6 max-w-full items-center rounded-md border border-border bg-selected pl-2 text-xs">
      <span className="truncate">
        <span className="text-muted-foreground">{facet.label}: </span>
        {text}
      </span>
      <button
        type="button"
        aria-label={`Remove the filter ${facet.label}: ${labels.join(", ")}`}
        className="ml-0.5 inline-flex size-6 shrink-0 items-center justify-center rounded-md hover:bg-accent"
        onClick={() => facet.onChange([])}
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  );
}
