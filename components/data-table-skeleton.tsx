import { cn } from "@/lib/cn";
import { columnClasses } from "./data-table-columns";
import { CARD_CLASSES, ROW_HEIGHTS } from "./data-table-row";
import type { DataTableProps } from "./data-table-types";
import { Skeleton } from "./ui/skeleton";
import { TableBody, TableCell, TableRow } from "./ui/table";

const WIDTHS = ["w-3/4", "w-1/2", "w-2/3", "w-2/5"];

export function SkeletonRows<Row>({
  columns,
  selection,
  noun,
  rowHeight = "single",
  skeletonRows = 10,
}: DataTableProps<Row>) {
  return (
    <TableBody className="max-md:block">
      {Array.from({ length: skeletonRows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity and never move.
        <TableRow key={index} className={CARD_CLASSES}>
          {selection && <TableCell className="w-10 max-md:hidden" />}
          {columns.map((column, columnIndex) => (
            <TableCell
              key={column.id}
              className={cn(
                ROW_HEIGHTS[rowHeight],
                "max-md:block max-md:h-9 max-md:p-0",
                columnIndex === 0 && "max-md:col-span-2 max-md:h-6",
                columnClasses(column),
              )}
            >
              <Skeleton className={WIDTHS[(index + columnIndex) % WIDTHS.length] ?? ""} />
              {index === 0 && columnIndex === 0 && <span className="sr-only">Loading {noun}</span>}
            </TableCell>
          ))}
        </TableRow>
      ))}
    </TableBody>
  );
}
