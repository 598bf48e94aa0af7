"use client";

import { useId, useRef } from "react";
import { flushSync } from "react-dom";
import { cn } from "@/lib/cn";
import { DataTableBody } from "./data-table-body";
import { useColumnChoice } from "./data-table-column-choice";
import { DataTableFooter } from "./data-table-footer";
import { DataTableHeader } from "./data-table-header";
import { useRowKeys } from "./data-table-keys";
import { SelectionBar } from "./data-table-selection";
import type { DataTableProps } from "./data-table-types";
import { ViewMenu } from "./data-table-view-menu";
import { ListToolbar } from "./list-toolbar";
import { NewRowsPill } from "./new-rows-pill";
import { Table, TableCaption } from "./ui/table";

/** A page of a keyset-paged list: a native table whose columns can be hidden, cards below 768 px, J and K to move between rows. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    caption,
    noun,
    toolbar,
    rows,
    selection,
    paging,
    isFetching = false,
    arrivals,
    error,
    className,
  } = props;
  const root = useRef<HTMLElement>(null);
  const captionId = useId();
  const isLoading = rows === undefined && !error;
  const { columns, hideable, setHidden, reset } = useColumnChoice(props.listId, props.columns);
  const table = { ...props, columns };
  useRowKeys(root, { noun, hasRows: (rows?.length ?? 0) > 0, isSelectable: selection !== undefined });

  /** The pill goes with them, so the focus moves on to the first row. */
  function showArrivals() {
    flushSync(() => arrivals?.onShow());
    root.current?.querySelector<HTMLElement>("[data-row-link]")?.focus();
  }

  return (
    <div className="flex min-w-0 flex-col gap-3">
      {toolbar && (
        <ListToolbar
          {...toolbar}
          view={<ViewMenu columns={hideable} onToggle={setHidden} onReset={reset} />}
        />
      )}
      {/* Nothing stands between the two, so that the pill takes no room when it comes. */}
      <div>
        <NewRowsPill noun={noun} arrivals={arrivals && { ...arrivals, onShow: showArrivals }} />
        <section
          ref={root}
          aria-labelledby={captionId}
          aria-busy={isLoading || undefined}
          className={cn(
            "relative overflow-hidden rounded-lg border border-border bg-card shadow-xs",
            className,
          )}
        >
          {isFetching && !isLoading && <ProgressBar />}
          {selection && selection.ids.size > 0 && <SelectionBar selection={selection} />}
          <div className="overflow-x-auto">
            <Table className="max-md:block">
              <TableCaption id={captionId}>{caption}</TableCaption>
              <DataTableHeader {...table} />
              <DataTableBody {...table} />
            </Table>
          </div>
          {paging && rows && rows.length > 0 && <DataTableFooter paging={paging} noun={noun} />}
        </section>
      </div>
    </div>
  );
}

function ProgressBar() {
  return (
    <div aria-hidden className="absolute inset-x-0 top-0 z-10 h-0.5 animate-reveal overflow-hidden">
      <div className="h-full w-1/3 animate-progress bg-primary" />
    </div>
  );
}
