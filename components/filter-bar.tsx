"use client";

import { ListFilter, X } from "lucide-react";
import type { ReactNode } from "react";
import { FacetChip, FacetFilter } from "./facet-filter";
import { FacetOptions } from "./facet-options";
import type { Facet } from "./facet-types";
import { SearchInput } from "./search-input";
import { Button } from "./ui/button";
import {
  Sheet,
  SheetBody,
  SheetClose,
  SheetContent,
  SheetFooter,
  SheetHeader,
  SheetTitle,
  SheetTrigger,
} from "./ui/sheet";

interface FilterBarProps {
  search?: {
    value: string;
    onChange(value: string): void;
    /** "Search deliveries". */
    label: string;
    placeholder?: string;
  };
  facets?: Facet[];
  /** Set only while any filter, search included, is on. */
  onClearAll?: (() => void) | undefined;
  /** A RangePicker, a live switch and other controls at the end. */
  children?: ReactNode;
}

/** Search, facets and what they are set to. Holds no state: bind it to the URL, and reset the cursor on change. */
export function FilterBar({ search, facets = [], onClearAll, children }: FilterBarProps) {
  const active = facets.filter((facet) => facet.value.length > 0);
  return (
    <search aria-label="Filters" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {search && <SearchInput {...search} />}
        <div className="flex flex-wrap gap-2 max-md:hidden">
          {facets.map((facet) => (
            <FacetFilter key={facet.id} facet={facet} />
          ))}
        </div>
        {facets.length > 0 && (
          <FacetSheet facets={facets} activeCount={active.length} onClearAll={onClearAll} />
        )}
        {children && <div className="ml-auto flex flex-wrap items-center gap-2">{children}</div>}
      </div>
      {(active.length > 0 || onClearAll) && (
        <div className="flex flex-wrap items-center gap-1.5">
          {active.map((facet) => (
            <FacetChip key={facet.id} facet={facet} />
          ))}
          {onClearAll && (
            <Button variant="ghost" size="sm" className="h-6" onClick={onClearAll}>
              <X aria-hidden />
              Clear all
            </Button>
          )}
        </div>
      )}
    </search>
  );
}

interface FacetSheetProps {
  facets: Facet[];
  activeCount: number;
  onClearAll: (() => void) | undefined;
}

/** Below 768 px the facets share one sheet. */
function FacetSheet({ facets, activeCount, onClearAll }: FacetSheetProps) {
  return (
    <Sheet>
      <SheetTrigger asChild>
        <Button className="md:hidden">
          <ListFilter aria-hidden />
          Filters
          {activeCount > 0 && (
            <span className="rounded-sm bg-primary px-1.5 text-xs text-primary-foreground tabular-nums">
              {activeCount}
              <span className="sr-only"> active</span>
            </span>
          )}
        </Button>
      </SheetTrigger>
      <SheetContent>
        <SheetHeader>
          <SheetTitle>Filters</SheetTitle>
        </SheetHeader>
        <SheetBody className="flex flex-col gap-5">
          {facets.map((facet) => (
            <FacetOptions key={facet.id} facet={facet} />
          ))}
        </SheetBody>
        <SheetFooter>
          {onClearAll && <Button onClick={onClearAll}>Clear all</Button>}
          <SheetClose asChild>
            <Button variant="primary">Show results</Button>
          </SheetClose>
        </SheetFooter>
      </SheetContent>
    </Sheet>
  );
}
