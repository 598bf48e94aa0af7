import { useState } from "react";
import { DataTableRow } from "./data-table-row";
import { SkeletonRows } from "./data-table-skeleton";
import type { DataTableProps } from "./data-table-types";
import { EmptyState } from "./empty-state";
import { ErrorState } from "./error-state";
import { Button } from "./ui/button";
import { TableBody, TableCell, TableRow } from "./ui/table";
import { useRowFocus } from "./use-row-focus";

export function DataTableBody<Row>(props: DataTableProps<Row>) {
  const { rows, error, columns, selection, activeRowId = null } = props;
  const [lastActiveRowId, setLastActiveRowId] = useState(activeRowId);
  if (activeRowId !== null && activeRowId !== lastActiveRowId) setLastActiveRowId(activeRowId);

  const rowFocus = useRowFocus();
  const columnCount = columns.length + (selection ? 1 : 0);
  if (rows && rows.length > 0) {
    return (
      <TableBody className="max-md:block" {...rowFocus}>
        {rows.map((row) => (
          <DataTableRow key={props.rowId(row)} row={row} table={props} lastActiveRowId={lastActiveRowId} />
        ))}
      </TableBody>
    );
  }
  if (rows === undefined && !error) return <SkeletonRows {...props} />;
  return (
    <TableBody className="max-md:block">
      <TableRow className="max-md:block">
        <TableCell colSpan={columnCount} className="p-0 max-md:block">
          {rows === undefined ? (
            <ErrorState
              title={`The ${props.noun} could not be loaded`}
              error={error ?? null}
              onRetry={props.onRetry}
            />
          ) : (
            <Emptiness {...props} />
          )}
        </TableCell>
      </TableRow>
    </TableBody>
  );
}

function Emptiness<Row>({ noun, empty, isFiltered = false, onClearFilters }: DataTableProps<Row>) {
  if (!isFiltered) return empty;
  return (
    <EmptyState
      title={`No ${noun} match`}
      description="Try fewer filters or a longer time range."
      actions={onClearFilters && <Button onClick={onClearFilters}>Clear filters</Button>}
    />
  );
}
