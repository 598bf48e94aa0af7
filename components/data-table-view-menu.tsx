import { Settings2 } from "lucide-react";
import { useId, useState } from "react";
import type { Column } from "./data-table-types";
import { useRowHeight } from "./row-height";
import { Button } from "./ui/button";
import { CheckboxField } from "./ui/checkbox";
import { FieldSet } from "./ui/field";
import { Popover, PopoverContent, PopoverTrigger } from "./ui/popover";
import { Radio } from "./ui/radio-group";

interface ViewMenuProps<Row> {
  columns: Column<Row>[];
  onToggle(id: string, isHidden: boolean): void;
  onReset(): void;
}

/** How a table looks: its columns, and the height of the rows of all tables. Cards have neither. */
export function ViewMenu<Row>({ columns, onToggle, onReset }: ViewMenuProps<Row>) {
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
        <Button className="max-md:hidden" title="Columns and row height">
          <Settings2 aria-hidden />
          View
          {hiddenCount > 0 && <span className="tabular-nums"> ({hiddenCount} hidden)</span>}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="View" align="end" className="flex w-56 flex-col gap-4">
        <RowHeightChoice />
        {columns.length > 0 && (
          <FieldSet legend="Columns" className="gap-0.5">
            {columns.map((column) => (
              <CheckboxField
                key={column.id}
                label={column.header}
                checked={!column.isHidden}
                onChange={(event) => onToggle(column.id, !event.target.checked)}
              />
            ))}
          </FieldSet>
        )}
        {hiddenCount > 0 && (
          <Button variant="ghost" size="sm" className="w-full" onClick={reset}>
            Show all columns
          </Button>
        )}
      </PopoverContent>
    </Popover>
  );
}

function RowHeightChoice() {
  const name = useId();
  const [height, setHeight] = useRowHeight();
  return (
    <FieldSet legend="Row height" className="gap-0.5">
      <Radio name={name} label="Normal" checked={height === "normal"} onChange={() => setHeight("normal")} />
      <Radio
        name={name}
        label="Compact"
        checked={height === "compact"}
        onChange={() => setHeight("compact")}
      />
    </FieldSet>
  );
}
