"use client";

import { Plus, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import {
  type UseFieldArrayReturn,
  useController,
  useFieldArray,
  useFormContext,
  useWatch,
} from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field, FieldSet } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { fieldsOf, possibleActions } from "@/features/incoming-webhooks/fields";
import type { IncomingFormValues } from "@/features/incoming-webhooks/form-values";
import { PRESETS } from "@/features/incoming-webhooks/presets/presets";
import { toRows } from "@/features/incoming-webhooks/rule-values";
import { samplePayload } from "@/features/incoming-webhooks/sample-payload";
import { senderLabel } from "@/features/incoming-webhooks/sender-label";
import { MappingPreview } from "./mapping-preview";
import type { Sample } from "./recent-payloads";
import { SourceInput } from "./source-input";
import { fieldId } from "./use-incoming-form";

interface MappingFieldsProps {
  pathsId: string;
  webhookId: string | undefined;
}

/** Rows of field and path beside a sample, whose values can be picked, and what the action would get of it. */
export function MappingFields({ pathsId, webhookId }: MappingFieldsProps) {
  const { control, getValues, setValue } = useFormContext<IncomingFormValues>();
  const rows = useFieldArray({ control, name: "mapping" });
  const [action, scheme] = useWatch({ control, name: ["action", "signatureScheme"] });
  const [sample, setSample] = useState<Sample>(() => sampleOf(getValues()));
  const focusedRow = useRef<number | null>(null);
  const isOwnSample = useRef(false);
  const known = fieldsOf(useWatch({ control, compute: possibleActions }));
  const example = action === "create_ticket" ? PRESETS[scheme].example : null;

  // Until somebody pastes a sample of their own, it follows what was chosen above.
  useEffect(() => {
    if (!isOwnSample.current) setSample(sampleOf({ ...getValues(), action, signatureScheme: scheme }));
  }, [action, scheme, getValues]);

  function pick(path: string) {
    const index = focusedRow.current;
    if (index !== null && index < rows.fields.length) {
      setValue(`mapping.${index}.source`, path, { shouldDirty: true, shouldValidate: true });
      return;
    }
    rows.append({ field: unusedField(getValues()), source: path }, { shouldFocus: false });
  }

  function takeExample() {
    if (!example) return;
    setValue("mapping", toRows(example.mapping), { shouldDirty: true });
    isOwnSample.current = true;
    setSample({ text: JSON.stringify(example.payload, null, 2), headers: example.headers ?? {}, files: [] });
  }

  return (
    <>
      <FieldSet
        legend="Mapping"
        hint="Field of the action, and where its value is: a path such as issue.title, text with {{issue.title}} in it, or a table of values. Liquid works, too."
      >
        <MappingRows
          rows={rows}
          fields={known}
          pathsId={pathsId}
          onFocus={(index) => (focusedRow.current = index)}
        />
        <span className="flex flex-wrap gap-2">
          <Button
            size="sm"
            onClick={() => rows.append({ field: unusedField(getValues()), source: "" })}
            disabled={rows.fields.length >= known.length}
          >
            <Plus aria-hidden />
            Add field
          </Button>
          {example && (
            <Button size="sm" onClick={takeExample}>
              Use the usual fields of {senderLabel(scheme)}
            </Button>
          )}
        </span>
      </FieldSet>
      <MappingPreview
        pathsId={pathsId}
        webhookId={webhookId}
        sample={sample}
        onSampleChange={(changed) => {
          isOwnSample.current = true;
          setSample(changed);
        }}
        onPick={pick}
      />
    </>
  );
}

interface MappingRowsProps {
  rows: UseFieldArrayReturn<IncomingFormValues, "mapping">;
  fields: readonly string[];
  pathsId: string;
  onFocus(index: number): void;
}

function MappingRows({ rows, fields, pathsId, onFocus }: MappingRowsProps) {
  const { control, register } = useFormContext<IncomingFormValues>();
  const values = useWatch({ control, name: "mapping" });
  return rows.fields.map((row, index) => {
    const name = values[index]?.field ?? row.field;
    return (
      <div key={row.id} className="flex items-start gap-2 max-md:flex-wrap">
        <Field label={`Field ${index + 1}`} isLabelHidden className="w-48 max-md:w-full">
          <NativeSelect {...register(`mapping.${index}.field`)}>
            {!fields.includes(name) && <option value={name}>{name} (not of this action)</option>}
            {fields.map((field) => (
              <option key={field} value={field}>
                {field}
              </option>
            ))}
          </NativeSelect>
        </Field>
        <SourceOf index={index} field={name} pathsId={pathsId} onFocus={() => onFocus(index)} />
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Remove field ${index + 1}`}
          onClick={() => rows.remove(index)}
        >
          <Trash2 aria-hidden />
        </Button>
      </div>
    );
  });
}

interface SourceOfProps {
  index: number;
  field: string;
  pathsId: string;
  onFocus(): void;
}

function SourceOf({ index, field: name, pathsId, onFocus }: SourceOfProps) {
  const path = `mapping.${index}.source` as const;
  const { field, fieldState } = useController<IncomingFormValues, typeof path>({ name: path });
  return (
    <SourceInput
      id={fieldId(path)}
      field={name}
      label={`Path of ${name}`}
      placeholder="issue.title"
      pathsId={pathsId}
      error={fieldState.error?.message}
      value={field.value}
      onChange={field.onChange}
      onFocus={onFocus}
    />
  );
}

function unusedField(values: IncomingFormValues): string {
  const used = new Set(values.mapping.map(({ field }) => field));
  return fieldsOf(possibleActions(values)).find((field) => !used.has(field)) ?? "subject";
}

function sampleOf({ action, signatureScheme: scheme, mapping }: IncomingFormValues): Sample {
  const of = { scheme, action, mapping: Object.fromEntries(mapping.map((row) => [row.field, row.source])) };
  const { payload, headers = {} } = (action === "create_ticket" && PRESETS[scheme].example) || {};
  const shown = (mapping.length === 0 && payload) || samplePayload(of);
  return { text: JSON.stringify(shown, null, 2), headers, files: [] };
}
