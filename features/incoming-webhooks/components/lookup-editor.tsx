"use client";

import { Plus, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { COMMENT_VISIBILITIES, TICKET_PRIORITIES, TICKET_STATUSES } from "@/db/enums";
import {
  type LookupRow,
  type LookupTable,
  readTable,
  writeTable,
} from "@/features/incoming-webhooks/lookup-table";

const BLANK: LookupRow = { when: "", use: "" };

/** What a field takes, where that is one of a few. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  priority: TICKET_PRIORITIES,
  status: TICKET_STATUSES,
  visibility: COMMENT_VISIBILITIES,
};

interface LookupEditorProps {
  field: string;
  value: string;
  pathsId: string;
  id?: string;
  error?: string | undefined;
  takesFocus: boolean;
  onChange(source: string): void;
  onFocus?(): void;
  /** The same as text, for what no table can say. */
  children: ReactNode;
}

/** A source as a table: what the payload may say, and what is used for it. */
export function LookupEditor({ field, value: source, children, onChange, ...rest }: LookupEditorProps) {
  const [own, setOwn] = useState(() => ({ source, table: toEdit(source) }));
  // Changed from elsewhere, such as by a sample's value that was picked.
  if (own.source !== source) setOwn({ source, table: toEdit(source) });
  if (own.table === null)
    return (
      <>
        {children}
        <p className="text-sm text-muted-foreground">This says more than a table can, so it stays text.</p>
      </>
    );
  return (
    <TableFields
      {...rest}
      field={field}
      table={own.table}
      onChange={(table) => {
        const written = writeTable(table);
        setOwn({ source: written, table });
        onChange(written);
      }}
    />
  );
}

function toEdit(source: string): LookupTable | null {
  const table = readTable(source);
  return table && table.rows.length === 0 ? { ...table, rows: [BLANK] } : table;
}

interface TableFieldsProps extends Omit<LookupEditorProps, "value" | "children" | "onChange"> {
  table: LookupTable;
  onChange(table: LookupTable): void;
}

function TableFields({ field, table, id, error, pathsId, takesFocus, onFocus, onChange }: TableFieldsProps) {
  const { value, rows, otherwise } = table;
  const box = useRef<HTMLDivElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const choicesId = useId();
  const inputs = () => [...(box.current?.querySelectorAll("input") ?? [])];

  useEffect(() => {
    if (!takesFocus) return;
    const all = [...(box.current?.querySelectorAll("input") ?? [])];
    (all.find((input) => input.value === "") ?? all[0])?.focus();
  }, [takesFocus]);

  function add() {
    onChange({ ...table, rows: [...rows, BLANK] });
    // Before it stands the value that is looked up, and two for each row.
    requestAnimationFrame(() => inputs()[1 + 2 * rows.length]?.focus());
  }

  return (
    <FieldSet
      {...(id !== undefined && { id })}
      legend={`Table for ${field}`}
      isLegendHidden
      error={error}
      className="rounded-lg border border-border p-3"
    >
      <div ref={box} className="flex flex-col gap-3">
        <Field label="Where the payload says it">
          <Input
            list={pathsId}
            autoComplete="off"
            spellCheck={false}
            placeholder="issue.severity"
            className="font-mono text-xs"
            value={value}
            onFocus={onFocus}
            onChange={(event) => onChange({ ...table, value: event.target.value })}
          />
        </Field>
        <ul className="flex flex-col gap-2">
          {rows.map((row, index) => (
            <Row
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is all controlled, so its place is enough
              key={index}
              row={row}
              number={index + 1}
              choicesId={choicesId}
              onChange={(next) => onChange({ ...table, rows: rows.with(index, next) })}
              onRemove={() => {
                onChange({ ...table, rows: rows.toSpliced(index, 1) });
                addButton.current?.focus();
              }}
            />
          ))}
        </ul>
        <Button ref={addButton} size="sm" className="self-start" onClick={add}>
          <Plus aria-hidden />
          Add row
        </Button>
        <Field
          label="For everything else use"
          hint="Empty: the field stays as it would be without it."
          isOptional
        >
          <Input
            list={choicesId}
            autoComplete="off"
            value={otherwise}
            onChange={(event) => onChange({ ...table, otherwise: event.target.value })}
          />
        </Field>
        <datalist id={choicesId}>
          {CHOICES[field]?.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      </div>
    </FieldSet>
  );
}

interface RowProps {
  row: LookupRow;
  number: number;
  choicesId: string;
  onChange(row: LookupRow): void;
  onRemove(): void;
}

function Row({ row, number, choicesId, onChange, onRemove }: RowProps) {
  const isFirst = number === 1;
  return (
    <li className="flex items-end gap-2">
      <Field
        label={<RowLabel number={number}>When it is</RowLabel>}
        isLabelHidden={!isFirst}
        className="min-w-0 flex-1"
      >
        <Input
          autoComplete="off"
          spellCheck={false}
          value={row.when}
          onChange={(event) => onChange({ ...row, when: event.target.value })}
        />
      </Field>
      <Field
        label={<RowLabel number={number}>use</RowLabel>}
        isLabelHidden={!isFirst}
        className="min-w-0 flex-1"
      >
        <Input
          list={choicesId}
          autoComplete="off"
          value={row.use}
          onChange={(event) => onChange({ ...row, use: event.target.value })}
        />
      </Field>
      <Button variant="ghost" size="icon" aria-label={`Remove row ${number}`} onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
    </li>
  );
}

function RowLabel({ number, children }: { number: number; children: ReactNode }) {
  return (
    <>
      <span className="sr-only">Row {number}: </span>
      {children}
    </>
  );
}
