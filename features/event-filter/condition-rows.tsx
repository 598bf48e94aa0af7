"use client";

import { Plus, Trash2 } from "lucide-react";
import { useId, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Field, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Radio } from "@/components/ui/radio-group";
import { OPERATOR_LABELS } from "@/features/event-filter/describe";
import { FILTER_OPERATORS, MAX_CONDITIONS } from "@/features/event-filter/operators";
import {
  type ConditionRow,
  type FilterValues,
  NEW_CONDITION,
  takesList,
  takesValue,
} from "@/features/event-filter/rows";

interface ConditionRowsProps {
  id: string;
  legend: string;
  hint?: string;
  value: FilterValues;
  error?: string | undefined;
  /** The id of a datalist with the paths that there are. */
  pathsId: string;
  /** What a path may look like. */
  placeholder: string;
  onChange(value: FilterValues): void;
}

/** Conditions as rows, wherever they belong: path, operator and value, and whether all or one must hold. */
export function ConditionRows({ id, legend, hint, value, error, onChange, ...row }: ConditionRowsProps) {
  const { conditions, filterMatch } = value;
  const addButton = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const replace = (index: number, next: ConditionRow) =>
    onChange({ ...value, conditions: conditions.with(index, next) });

  function add() {
    onChange({ ...value, conditions: [...conditions, NEW_CONDITION] });
    const count = conditions.length;
    requestAnimationFrame(() =>
      box.current?.querySelectorAll("input[list]").item(count)?.closest("input")?.focus(),
    );
  }

  return (
    <FieldSet legend={legend} hint={hint} id={id} error={error}>
      <div ref={box} className="flex flex-col gap-2">
        {conditions.length > 1 && (
          <MatchSwitch value={filterMatch} onChange={(match) => onChange({ ...value, filterMatch: match })} />
        )}
        {conditions.map((condition, index) => (
          <Row
            // Rows have no name of their own, and are told apart by their place.
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is all controlled, so its place is enough
            key={index}
            {...row}
            number={index + 1}
            condition={condition}
            onChange={(next) => replace(index, next)}
            onRemove={() => {
              onChange({ ...value, conditions: conditions.toSpliced(index, 1) });
              addButton.current?.focus();
            }}
          />
        ))}
        {conditions.length < MAX_CONDITIONS && (
          <Button ref={addButton} size="sm" className="self-start" onClick={add}>
            <Plus aria-hidden />
            Add condition
          </Button>
        )}
      </div>
    </FieldSet>
  );
}

const MATCHES = { all: "All conditions must hold", any: "One condition is enough" } as const;

function MatchSwitch({ value, onChange }: { value: "all" | "any"; onChange(value: "all" | "any"): void }) {
  const name = useId();
  return (
    <FieldSet legend="How they count" isLegendHidden className="flex-row flex-wrap gap-x-6">
      {(["all", "any"] as const).map((one) => (
        <Radio
          key={one}
          label={MATCHES[one]}
          name={name}
          value={one}
          checked={value === one}
          onChange={() => onChange(one)}
        />
      ))}
    </FieldSet>
  );
}

interface RowProps {
  condition: ConditionRow;
  number: number;
  pathsId: string;
  placeholder: string;
  onChange(condition: ConditionRow): void;
  onRemove(): void;
}

function Row({ condition, number, pathsId, placeholder, onChange, onRemove }: RowProps) {
  const { path, operator, value } = condition;
  return (
    <div className="flex items-start gap-2 max-md:flex-wrap max-md:rounded-lg max-md:border max-md:border-border max-md:p-2">
      <Field
        label={`Condition ${number}: path`}
        isLabelHidden
        className="min-w-0 flex-1 max-md:w-full max-md:flex-none"
      >
        <Input
          list={pathsId}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          className="font-mono text-xs"
          value={path}
          onChange={(event) => onChange({ ...condition, path: event.target.value })}
        />
      </Field>
      <Field label={`Condition ${number}: operator`} isLabelHidden className="w-40 max-md:w-full">
        <NativeSelect
          value={operator}
          onChange={(event) => {
            const next = FILTER_OPERATORS.find((one) => one === event.target.value);
            if (next) onChange({ ...condition, operator: next });
          }}
        >
          {FILTER_OPERATORS.map((one) => (
            <option key={one} value={one}>
              {OPERATOR_LABELS[one]}
            </option>
          ))}
        </NativeSelect>
      </Field>
      {takesValue(operator) && (
        <Field label={`Condition ${number}: value`} isLabelHidden className="min-w-0 flex-1">
          <Input
            placeholder={takesList(operator) ? "One, another" : "Value"}
            autoComplete="off"
            spellCheck={false}
            value={value}
            onChange={(event) => onChange({ ...condition, value: event.target.value })}
          />
        </Field>
      )}
      <Button variant="ghost" size="icon" aria-label={`Remove condition ${number}`} onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}
