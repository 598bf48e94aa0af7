import Link from "next/link";
import type { MouseEvent, ReactNode } from "react";
import { cn } from "@/lib/cn";
import { columnClasses } from "./data-table-columns";
import { SelectRowCell } from "./data-table-selection";
import type { Column, DataTableProps } from "./data-table-types";
import { TableCell, TableRow } from "./ui/table";

export const ROW_HEIGHTS = {
  single: "md:h-11 compact:md:h-8 compact:md:py-0.5",
  double: "md:h-14 compact:md:h-11 compact:md:py-0.5",
} as const;

const INTERACTIVE = 'a, button, input, label, select, textarea, summary, [role="menu"]';

interface DataTableRowProps<Row> {
  row: Row;
  table: DataTableProps<Row>;
  /** The row whose drawer was open last; closing the drawer returns the focus there. */
  lastActiveRowId: string | null;
}

export function DataTableRow<Row>({ row, table, lastActiveRowId }: DataTableRowProps<Row>) {
  const { columns, rowId, rowHref, selection, activeRowId, rowHeight = "single" } = table;
  const id = rowId(row);
  const isSelected = selection?.ids.has(id) ?? false;
  return (
    <TableRow
      data-row-id={id}
      data-last-active={lastActiveRowId === id || undefined}
      aria-current={activeRowId === id ? "true" : undefined}
      // The link in the first cell is the accessible way; clicking elsewhere in the row is a convenience.
      onClick={rowHref ? followRow : undefined}
      onAuxClick={rowHref ? followRow : undefined}
      className={cn(
        "group transition-colors hover:bg-muted has-[[data-row-link]:focus-visible]:bg-muted",
        "max-md:relative max-md:block max-md:px-3 max-md:py-2.5",
        rowHref && "cursor-pointer",
        (isSelected || activeRowId === id) && "bg-selected hover:bg-selected",
        activeRowId === id && "shadow-[inset_2px_0_0_var(--color-primary)]",
      )}
    >
      {selection && <SelectRowCell row={row} id={id} selection={selection} />}
      {columns.map((column, index) => (
        <TableCell
          key={column.id}
          data-label={column.header}
          className={cn(
            ROW_HEIGHTS[rowHeight],
            index === 0
              ? "max-md:block max-md:p-0 max-md:pr-20 max-md:pb-1"
              : cardFactClasses(column, selection !== undefined),
            columnClasses(column),
            column.className,
          )}
        >
          {index === 0 && rowHref ? (
            <RowLink row={row} table={table} href={rowHref(row)}>
              {column.cell(row)}
            </RowLink>
          ) : (
            column.cell(row)
          )}
          {column.detail?.(row)}
        </TableCell>
      ))}
    </TableRow>
  );
}

interface RowLinkProps<Row> {
  row: Row;
  table: DataTableProps<Row>;
  href: string;
  children: ReactNode;
}

function RowLink<Row>({ row, table, href, children }: RowLinkProps<Row>) {
  return (
    <Link
      href={href}
      data-row-link=""
      // A link that only changes the query opens something over this page, which should stay where it is.
      scroll={!href.startsWith("?")}
      prefetch={false}
      className="inline-block max-w-full min-w-6 rounded-sm max-md:min-h-6 max-md:py-0.5 font-medium text-foreground group-hover:underline hover:underline"
      onClick={(event) => {
        if (!table.onRowOpen || isModified(event)) return;
        event.preventDefault();
        table.onRowOpen(row);
      }}
    >
      {children}
    </Link>
  );
}

/** On a card a fact is a line with its label; actions stand in the corner, beside the checkbox if there is one. */
function cardFactClasses<Row>(column: Column<Row>, isSelectable: boolean): string {
  if (column.isHeaderHidden)
    return cn(
      "max-md:absolute max-md:top-2 max-md:w-auto max-md:p-0",
      isSelectable ? "max-md:right-10" : "max-md:right-2",
    );
  return "max-md:flex max-md:min-h-6 max-md:items-center max-md:justify-between max-md:gap-3 max-md:p-0 max-md:before:shrink-0 max-md:before:text-xs max-md:before:text-muted-foreground max-md:before:content-[attr(data-label)]";
}

function followRow(event: MouseEvent<HTMLTableRowElement>): void {
  if (event.target instanceof Element && event.target.closest(INTERACTIVE)) return;
  if (event.button > 1 || window.getSelection()?.isCollapsed === false) return;
  const link = event.currentTarget.querySelector<HTMLAnchorElement>("[data-row-link]");
  if (!link) return;
  if (event.button === 1 || isModified(event)) window.open(link.href, "_blank", "noopener");
  else link.click();
}

function isModified(event: MouseEvent): boolean {
  return event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
}
