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

/** Below 768 px a row is a card: the first cell on a line of its own, then two facts a line. */
export const CARD_CLASSES =
  "max-md:relative max-md:grid max-md:grid-flow-dense max-md:grid-cols-2 max-md:gap-x-4 max-md:gap-y-1 max-md:px-3 max-md:py-2";

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
        CARD_CLASSES,
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
              ? cardTitleClasses(columns, selection !== undefined)
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
      className="inline-block max-w-full min-w-6 rounded-sm font-medium text-foreground group-hover:underline hover:underline max-md:leading-6"
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

/** The title of a card leaves room for what stands in its corner. */
function cardTitleClasses<Row>(columns: Column<Row>[], isSelectable: boolean): string {
  const hasActions = columns.some((column) => column.isHeaderHidden);
  return cn(
    "max-md:col-span-2 max-md:block max-md:min-w-0 max-md:p-0",
    isSelectable && "max-md:pr-10",
    hasActions && (isSelectable ? "max-md:pr-28" : "max-md:pr-20"),
  );
}

/** On a card a fact is one line below its label; actions stand in the corner, beside the checkbox if there is one. */
function cardFactClasses<Row>(column: Column<Row>, isSelectable: boolean): string {
  if (column.isHeaderHidden)
    return cn(
      "max-md:absolute max-md:top-2 max-md:w-auto max-md:p-0",
      isSelectable ? "max-md:right-10" : "max-md:right-2",
    );
  return cn(
    "max-md:block max-md:min-w-0 max-md:overflow-x-clip max-md:p-0 max-md:text-ellipsis max-md:whitespace-nowrap max-md:before:block max-md:before:text-xs max-md:before:text-muted-foreground max-md:before:content-[attr(data-label)]",
    "max-md:[&_a]:inline-block max-md:[&_a]:max-w-full max-md:[&_a]:truncate max-md:[&_a]:align-bottom max-md:[&_a]:leading-6",
    column.isWide && "max-md:col-span-2",
  );
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
