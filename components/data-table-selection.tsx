import { X } from "lucide-react";
import type { Selection } from "./data-table-types";
import { Button } from "./ui/button";
import { Checkbox } from "./ui/checkbox";
import { TableCell, TableHead } from "./ui/table";

interface SelectAllCellProps<Row> {
  rows: Row[];
  rowId(row: Row): string;
  selection: Selection<Row>;
  noun: string;
}

export function SelectAllCell<Row>({ rows, rowId, selection, noun }: SelectAllCellProps<Row>) {
  const pageIds = rows.filter((row) => isSelectable(selection, row)).map(rowId);
  const selectedCount = pageIds.filter((id) => selection.ids.has(id)).length;
  const isAll = pageIds.length > 0 && selectedCount === pageIds.length;
  return (
    <TableHead className="w-10 pr-0 pl-2">
      <Checkbox
        aria-label={`Select all ${noun} on this page`}
        checked={isAll}
        isIndeterminate={selectedCount > 0 && !isAll}
        disabled={pageIds.length === 0}
        onChange={() =>
          selection.onChange(isAll ? without(selection.ids, pageIds) : union(selection.ids, pageIds))
        }
      />
    </TableHead>
  );
}

export function SelectRowCell<Row>({
  row,
  id,
  selection,
}: {
  row: Row;
  id: string;
  selection: Selection<Row>;
}) {
  return (
    <TableCell className="w-10 py-0 pr-0 pl-2 max-md:absolute max-md:top-2 max-md:right-2 max-md:w-auto max-md:p-0">
      <Checkbox
        data-row-checkbox=""
        aria-label={`Select ${selection.rowLabel(row)}`}
        checked={selection.ids.has(id)}
        disabled={!isSelectable(selection, row)}
        onChange={(event) =>
          selection.onChange(event.target.checked ? union(selection.ids, [id]) : without(selection.ids, [id]))
        }
      />
    </TableCell>
  );
}

export function SelectionBar<Row>({ selection }: { selection: Selection<Row> }) {
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-2 border-b border-border bg-selected px-3 py-1.5">
      <p role="status" className="text-sm font-medium tabular-nums">
        {selection.ids.size} selected
      </p>
      <div className="flex flex-wrap items-center gap-2">{selection.actions}</div>
      <Button variant="ghost" size="sm" className="ml-auto" onClick={() => selection.onChange(new Set())}>
        <X aria-hidden />
        Clear selection
      </Button>
    </div>
  );
}

function isSelectable<Row>(selection: Selection<Row>, row: Row): boolean {
  return selection.isSelectable?.(row) ?? true;
}

function union(ids: ReadonlySet<string>, added: string[]): Set<string> {
  return new Set([...ids, ...added]);
}

function without(ids: ReadonlySet<string>, removed: string[]): Set<string> {
  return new Set([...ids].filter((id) => !removed.includes(id)));
}
