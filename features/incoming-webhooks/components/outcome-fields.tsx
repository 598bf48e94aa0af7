"use client";

import { Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Field, FieldSet } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { INCOMING_ACTIONS, TICKET_PRIORITIES, TICKET_STATUSES } from "@/db/enums";
import { ACTION_FIELDS, isFieldOf } from "@/features/incoming-webhooks/fields";
import { ACTION_LABELS } from "@/features/incoming-webhooks/labels";
import type { MappingRow, OutcomeValues } from "@/features/incoming-webhooks/rule-values";
import { SourceInput } from "./source-input";

interface OutcomeFieldsProps {
  value: OutcomeValues;
  pathsId: string;
  /** In place of the choice of the action. */
  choice?: ReactNode;
  onChange(value: OutcomeValues): void;
}

/** What is done with a request: the action, what it sets, and what it reads from the payload beside what it inherits. */
export function OutcomeFields({ value, pathsId, choice, onChange }: OutcomeFieldsProps) {
  const { action, status, priority, mapping } = value;
  return (
    <>
      <div className="flex flex-wrap gap-3">
        {choice ?? (
          <Choice
            label="Then"
            value={action}
            choices={INCOMING_ACTIONS}
            text={(one) => ACTION_LABELS[one].label}
            onChange={(next) => next && onChange({ ...value, action: next })}
          />
        )}
        {isFieldOf(action, "status") && (
          <Choice
            label="Set the status"
            value={status}
            none="Leave it"
            choices={TICKET_STATUSES}
            onChange={(next) => onChange({ ...value, status: next })}
          />
        )}
        {isFieldOf(action, "priority") && (
          <Choice
            label="Set the priority"
            value={priority}
            none="Leave it"
            choices={TICKET_PRIORITIES}
            onChange={(next) => onChange({ ...value, priority: next })}
          />
        )}
      </div>
      <FieldSet legend="Its own mapping" hint="For fields that are filled from elsewhere here.">
        {mapping.map((row, index) => (
          <SourceRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is all controlled, so its place is enough
            key={index}
            row={row}
            number={index + 1}
            fields={ACTION_FIELDS[action]}
            pathsId={pathsId}
            onChange={(next) => onChange({ ...value, mapping: mapping.with(index, next) })}
            onRemove={() => onChange({ ...value, mapping: mapping.toSpliced(index, 1) })}
          />
        ))}
        {mapping.length < ACTION_FIELDS[action].length && (
          <Button
            size="sm"
            className="self-start"
            onClick={() =>
              onChange({ ...value, mapping: [...mapping, { field: unused(value), source: "" }] })
            }
          >
            <Plus aria-hidden />
            Add field
          </Button>
        )}
      </FieldSet>
    </>
  );
}

function unused({ action, mapping }: OutcomeValues): string {
  const used = new Set(mapping.map(({ field }) => field));
  return ACTION_FIELDS[action].find((field) => !used.has(field)) ?? "body";
}

interface ChoiceProps<One extends string> {
  label: string;
  value: One | "";
  choices: readonly One[];
  none?: string;
  text?(one: One): string;
  onChange(value: One | ""): void;
}

function Choice<One extends string>({
  label,
  value,
  choices,
  none,
  text = capital,
  onChange,
}: ChoiceProps<One>) {
  return (
    <Field label={label} className="w-44 max-md:w-full">
      <NativeSelect
        value={value}
        onChange={(event) => onChange(choices.find((one) => one === event.target.value) ?? "")}
      >
        {none !== undefined && <option value="">{none}</option>}
        {choices.map((one) => (
          <option key={one} value={one}>
            {text(one)}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

interface SourceRowProps {
  row: MappingRow;
  number: number;
  fields: readonly string[];
  pathsId: string;
  onChange(row: MappingRow): void;
  onRemove(): void;
}

function SourceRow({ row, number, fields, pathsId, onChange, onRemove }: SourceRowProps) {
  return (
    <div className="flex items-start gap-2 max-md:flex-wrap">
      <Field label={`Own field ${number}`} isLabelHidden className="w-48 max-md:w-full">
        <NativeSelect value={row.field} onChange={(event) => onChange({ ...row, field: event.target.value })}>
          {!fields.includes(row.field) && <option value={row.field}>{row.field} (not of this action)</option>}
          {fields.map((field) => (
            <option key={field} value={field}>
              {field}
            </option>
          ))}
        </NativeSelect>
      </Field>
      <SourceInput
        // Rows are told apart by their place: with another field in it, it is another row.
        key={row.field}
        field={row.field}
        label={`Path of own field ${number}`}
        placeholder="comment.body"
        pathsId={pathsId}
        value={row.source}
        onChange={(source) => onChange({ ...row, source })}
      />
      <Button variant="ghost" size="icon" aria-label={`Remove own field ${number}`} onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}
