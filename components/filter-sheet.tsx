"use client";

import { type ReactNode, useState } from "react";
import { FacetControl } from "./facet-control";
import type { Facet } from "./facet-types";
import { FilterLabel } from "./filter-menu";
import { Button } from "./ui/button";
import { Sheet, SheetBody, SheetClose, SheetContent, SheetFooter, SheetHeader, SheetTitle } from "./ui/sheet";

interface FilterSheetProps {
  facets: Facet[];
  activeCount: number;
  onClearAll: (() => void) | undefined;
  /** What the toolbar has no room for: range and order. */
  children: ReactNode;
}

/** Below 768 px all filters share one sheet. */
export function FilterSheet({ facets, activeCount, onClearAll, children }: FilterSheetProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        className="md:hidden"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(true)}
      >
        <FilterLabel activeCount={activeCount} />
      </Button>
      <Sheet open={isOpen} onOpenChange={setIsOpen}>
        <SheetContent>
          <SheetHeader>
            <SheetTitle>Filter</SheetTitle>
          </SheetHeader>
          <SheetBody className="flex flex-col gap-5">
            {children}
            {facets.map((facet) => (
              <FacetControl key={facet.id} facet={facet} />
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
    </>
  );
}
