import { Columns3 } from "lucide-react";
import { useState } from "react";
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
  const [isOpen, setIsOpen] = useState(false);
  const hiddenCount = columns.filter((column) => column.isHidden).length;
  function reset() {
    onReset();
    // The button goes; closing gives the focus back to the menu's own.
    setIsOpen(false);
  }

  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
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
          <Button variant="ghost" size="sm" className="mt-2 w-full" onClick={reset}>
            Reset
          </Button>
        )}
      </PopoverContent>
    </Popover>
  );
}
