"use client";

import type { ReactNode } from "react";
import { chosenLabels, type Facet } from "./facet-types";
import { FilterChips } from "./filter-chips";
import { FilterMenu } from "./filter-menu";
import { FilterSheet } from "./filter-sheet";
import type { RangeValue } from "./range";
import { RangePicker } from "./range-picker";
import { SearchInput } from "./search-input";
import { FieldSet } from "./ui/field";

export interface ListToolbarProps {
  search?: {
    value: string;
    onChange(value: string): void;
    /** "Search deliveries". */
    label: string;
    placeholder?: string;
  };
  facets?: Facet[];
  range?: {
    /** Null is any time. */
    value: RangeValue | null;
    onChange(value: RangeValue | null): void;
    /** Whether it is another than without a choice. */
    isSet: boolean;
    /** For lists that are not too long for it. */
    isAnyTimeOffered?: boolean;
    /** Shown instead of the choice while a live view decides the range. */
    disabledReason?: string | undefined;
  };
  /** Set only while any filter, search and range included, is on. */
  onClearAll?: (() => void) | undefined;
  /** Says whether the list is live, and switches it. */
  live?: ReactNode;
  /** In the sheet of small screens, where the table has no headings to press. */
  order?: ReactNode;
  /** What can be done with the list as a whole. */
  actions?: ReactNode;
  /** The choice of columns; a table brings its own. */
  view?: ReactNode;
}

/** The one row above a list: search, filters and what they are set to, range, view. Holds no state: bind it to the URL. */
export function ListToolbar({ search, facets = [], range, onClearAll, order, ...props }: ListToolbarProps) {
  const active = facets.filter((facet) => chosenLabels(facet).length > 0);
  const activeCount = active.length + (range?.isSet ? 1 : 0);
  const isSheetNeeded = facets.length > 0 || range !== undefined || order !== undefined;
  return (
    <search
      aria-label="Filters"
      data-list-toolbar=""
      className="flex min-h-8 items-center gap-2 max-lg:flex-wrap"
    >
      {search && <SearchInput {...search} />}
      <FilterMenu facets={facets} activeCount={active.length} />
      {isSheetNeeded && (
        <FilterSheet facets={facets} activeCount={activeCount} onClearAll={onClearAll}>
          {order}
          {range && (
            <FieldSet legend="Time range">
              <RangePicker {...range} />
            </FieldSet>
          )}
        </FilterSheet>
      )}
      <FilterChips facets={active} onClearAll={onClearAll} />
      <div className="ml-auto flex shrink-0 items-center gap-2 max-md:contents">
        {props.live}
        {range && (
          <div className="max-md:hidden">
            <RangePicker {...range} />
          </div>
        )}
        {props.actions}
        {props.view}
      </div>
    </search>
  );
}
