import { ArrowDown, ArrowUp } from "lucide-react";
import { cn } from "@/lib/cn";
import { columnClasses } from "./data-table-columns";
import { SelectAllCell } from "./data-table-selection";
import type { Column, DataTableProps, Sort } from "./data-table-types";
import { TableHead, TableHeader, TableRow } from "./ui/table";

export function DataTableHeader<Row>({ columns, rows, rowId, selection, sort, noun }: DataTableProps<Row>) {
  return (
    <TableHeader className="max-md:sr-only">
      <TableRow>
        {selection && <SelectAllCell rows={rows ?? []} rowId={rowId} selection={selection} noun={noun} />}
        {columns.map((column) => (
          <TableHead
            key={column.id}
            aria-sort={sort?.columnId === column.id ? sort.direction : undefined}
            className={cn(columnClasses(column), column.className)}
          >
            <HeaderLabel column={column} sort={sort} />
          </TableHead>
        ))}
      </TableRow>
    </TableHeader>
  );
}

function HeaderLabel<Row>({ column, sort }: { column: Column<Row>; sort: Sort | undefined }) {
  if (column.isHeaderHidden) return <span className="sr-only">{column.header}</span>;
  if (!column.sortedBy || !sort) return column.header;
  const Icon = sort.direction === "ascending" ? ArrowUp : ArrowDown;
  return (
    <>
      <button
        type="button"
        title={`Sort by ${column.sortedBy}`}
        className="inline-flex min-h-6 items-center gap-1 rounded-sm hover:text-foreground max-md:hidden"
        onClick={() => sort.onChange(column.id)}
      >
        {column.header}
        {sort.columnId === column.id && <Icon aria-hidden className="size-3" />}
      </button>
      {/* Cards have no visible heading that could be pressed. */}
      <span className="md:hidden">{column.header}</span>
    </>
  );
}
