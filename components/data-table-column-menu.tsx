import { Columns3 } from "lucide-react";
import type { Column } from "./data-table-types";
import { Button } from "./ui/button";
import { CheckboxField } from "./ui/checkbox";
import { FieldSet } from "./ui/field";
import { Popover, PopoverContent, PopoverTrigger } from "./ui/popover";

interface ColumnMenuProps<Row> {
  columns: Column<Row>[];
  onToggle(id: string, isHidden: boolean): void;
  onReset(): void;
}

export function ColumnMenu<Row>({ columns, onToggle, onReset }: ColumnMenuProps<Row>) {
  const hiddenCount = columns.filter((column) => column.isHidden).length;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="sm" className="text-muted-foreground">
          <Columns3 aria-hidden />
          Columns
          {hiddenCount > 0 && <span className="tabular-nums"> ({hiddenCount} hidden)</span>}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Columns" align="end" className="w-56">
        <FieldSet legend="Shown columns" className="gap-0.5">
          {columns.map((column) => (
            <CheckboxField
              key={column.id}
              label={column.header}
              checked={!column.isHidden}
              onChange={(event) => onToggle(column.id, !event.target.checked)}
            />
          ))}
        </FieldSet>
        {hiddenCount > 0 && (
          <Button variant="ghost" size="sm" className="mt-2 w-full" onClick={onReset}>
            Reset
          </Button>
        )}
      </PopoverContent>
    </Popover>
  );
}
