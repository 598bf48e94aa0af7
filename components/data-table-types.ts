import type { ReactNode } from "react";
import type { DisplayError } from "./error-state";
import type { ListToolbarProps } from "./list-toolbar";
import type { Arrivals } from "./use-steady-rows";

export interface Column<Row> {
  id: string;
  /** The column heading, and the label of the value on a card. */
  header: string;
  /** For columns such as row actions; the heading stays for screen readers. */
  isHeaderHidden?: boolean;
  /** Taken out of the table by its reader; cards keep it. */
  isHidden?: boolean;
  /** Makes the heading a button; says by what the rows are then sorted. */
  sortedBy?: string;
  cell(row: Row): ReactNode;
  /** A second line below the first column's link, kept out of the link's name. */
  detail?(row: Row): ReactNode;
  align?: "start" | "end";
  className?: string;
  /** On a card, a line of its own: for sentences. Others share one with their neighbour. */
  isWide?: boolean;
  /**
   * 1 (default) is always shown and part of the card below 768 px, which has room for four beside the first column; 2 from 768 px on; 3 from
   * 1280 px on; 4 from 1536 px on.
   */
  priority?: 1 | 2 | 3 | 4;
}

export interface Selection<Row> {
  ids: ReadonlySet<string>;
  onChange(ids: Set<string>): void;
  /** Rows that cannot be selected get a disabled checkbox. */
  isSelectable?(row: Row): boolean;
  /** The end of "Select …" for a row's checkbox. */
  rowLabel(row: Row): string;
  /** Buttons in the bar that shows while something is selected. */
  actions: ReactNode;
}

export interface Sort {
  columnId: string;
  direction: "ascending" | "descending";
  /** Called with the column whose heading was pressed. */
  onChange(columnId: string): void;
}

/** A cursor has only two directions; give each either a URL or a handler. */
export interface Paging {
  /** Onwards then means newer. */
  isOldestFirst?: boolean;
  hasNewer: boolean;
  hasOlder: boolean;
  newerHref?: string | undefined;
  olderHref?: string | undefined;
  onNewer?(): void;
  onOlder?(): void;
  /** "26–50", or "26–50 of 1,204" where the total is cheap. */
  summary?: string | undefined;
}

export interface DataTableProps<Row> {
  /** Says what the table holds, to screen readers. */
  caption: string;
  /** Plural, lower case: "deliveries". */
  noun: string;
  /** The list's own, also where another shows the same kind of rows: under it the reader's choice of columns is kept. Without one there is no choice. */
  listId?: string;
  /** What is searched for and filtered by; also offers the choice of columns. */
  toolbar?: Omit<ListToolbarProps, "view">;
  columns: Column<Row>[];
  /** Undefined until the first page has arrived. */
  rows: Row[] | undefined;
  rowId(row: NoInfer<Row>): string;
  /** The first column's content becomes a link to it. */
  rowHref?(row: NoInfer<Row>): string;
  /** Takes over a plain click on the row, to open a drawer without a navigation; `rowHref` still serves the rest. */
  onRowOpen?(row: NoInfer<Row>): void;
  /** The row that is open in a drawer. */
  activeRowId?: string | null | undefined;
  selection?: Selection<NoInfer<Row>> | undefined;
  sort?: Sort | undefined;
  paging?: Paging | undefined;
  isFetching?: boolean;
  /** What came since the rows were shown. */
  arrivals?: Arrivals | undefined;
  error?: DisplayError | null | undefined;
  onRetry?(): void;
  /** An EmptyState for a list that has never had a row. */
  empty: ReactNode;
  /** Set while any filter is on: an empty answer then offers Clear filters instead of `empty`. */
  isFiltered?: boolean;
  onClearFilters?(): void;
  /** "double" when first cells have two lines, so that the skeleton has the final height. */
  rowHeight?: "single" | "double";
  /** Rows in the skeleton. */
  skeletonRows?: number;
  className?: string;
}
