"use client";

import { useQueries } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useId, useRef } from "react";
import { useController, useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Radio } from "@/components/ui/radio-group";
import { OPERATOR_LABELS } from "@/features/event-filter/describe";
import { FILTER_OPERATORS, MAX_CONDITIONS } from "@/features/event-filter/operators";
import { NEW_CONDITION, takesList, takesValue } from "@/features/event-filter/rows";
import { selectedTypes } from "@/features/event-types/event-selection";
import { eventTypeQuery, useTypeGroups } from "@/features/event-types/hooks";
import { typesOf } from "@/features/event-types/type-groups";
import type { SubscriptionFormValues } from "@/features/subscriptions/form-values";
import { payloadPaths } from "@/lib/payload-paths";
import { fieldId } from "./use-subscription-form";

const MAX_SAMPLES = 5;

/** Conditions on the data of an event, as rows. */
export function FilterFields() {
  const { control } = useFormContext<SubscriptionFormValues>();
  const rows = useFieldArray({ control, name: "conditions" });
  const addButton = useRef<HTMLButtonElement>(null);
  const pathsId = useId();
  return (
    <FieldSet legend="Conditions" isLegendHidden id={fieldId("conditions")}>
      {rows.fields.length > 1 && <MatchSwitch />}
      {rows.fields.map((row, index) => (
        <ConditionFields
          key={row.id}
          index={index}
          pathsId={pathsId}
          onRemove={() => {
            rows.remove(index);
            addButton.current?.focus();
          }}
        />
      ))}
      {rows.fields.length > 0 && <PathSuggestions id={pathsId} />}
      {rows.fields.length < MAX_CONDITIONS && (
        <Button
          ref={addButton}
          size="sm"
          className="self-start"
          onClick={() => rows.append(NEW_CONDITION, { focusName: `conditions.${rows.fields.length}.path` })}
        >
          <Plus aria-hidden />
          Add condition
        </Button>
      )}
    </FieldSet>
  );
}

function MatchSwitch() {
  const { control } = useFormContext<SubscriptionFormValues>();
  const { field } = useController({ control, name: "filterMatch" });
  const choices = { all: "All conditions must hold", any: "One condition is enough" } as const;
  return (
    <FieldSet legend="How they count" isLegendHidden className="flex-row flex-wrap gap-x-6">
      {(["all", "any"] as const).map((one) => (
        <Radio
          key={one}
          label={choices[one]}
          name={field.name}
          value={one}
          checked={field.value === one}
          onChange={() => field.onChange(one)}
          onBlur={field.onBlur}
        />
      ))}
    </FieldSet>
  );
}

function ConditionFields({ index, pathsId, onRemove }: { index: number; pathsId: string; onRemove(): void }) {
  const { control, register, formState } = useFormContext<SubscriptionFormValues>();
  const operator = useWatch({ control, name: `conditions.${index}.operator` });
  const errors = formState.errors.conditions?.[index];
  const number = index + 1;
  return (
    <div className="flex items-start gap-2 max-md:flex-wrap max-md:rounded-lg max-md:border max-md:border-border max-md:p-2">
      <Field
        id={fieldId(`conditions.${index}.path`)}
        label={`Condition ${number}: field`}
        isLabelHidden
        className="min-w-0 flex-1 max-md:w-full max-md:flex-none"
        error={errors?.path?.message}
      >
        <Input
          list={pathsId}
          placeholder="customer.plan"
          autoComplete="off"
          spellCheck={false}
          className="font-mono text-xs"
          {...register(`conditions.${index}.path`)}
        />
      </Field>
      <Field label={`Condition ${number}: operator`} isLabelHidden className="w-40 max-md:w-full">
        <NativeSelect {...register(`conditions.${index}.operator`)}>
          {FILTER_OPERATORS.map((one) => (
            <option key={one} value={one}>
              {OPERATOR_LABELS[one]}
            </option>
          ))}
        </NativeSelect>
      </Field>
      {takesValue(operator) && (
        <Field
          id={fieldId(`conditions.${index}.value`)}
          label={`Condition ${number}: value`}
          isLabelHidden
          className="min-w-0 flex-1"
          error={errors?.value?.message}
        >
          <Input
            placeholder={takesList(operator) ? "One, another" : "Value"}
            autoComplete="off"
            spellCheck={false}
            {...register(`conditions.${index}.value`)}
          />
        </Field>
      )}
      <Button variant="ghost" size="icon" aria-label={`Remove condition ${number}`} onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}

/** The fields that the samples of the chosen events have. */
function PathSuggestions({ id }: { id: string }) {
  const { control } = useFormContext<SubscriptionFormValues>();
  const patterns = useWatch({ control, name: "eventTypes" });
  const types = selectedTypes(patterns, typesOf(useTypeGroups())).slice(0, MAX_SAMPLES);
  const samples = useQueries({ queries: types.map((type) => ({ ...eventTypeQuery(type), retry: false })) });
  const paths = samples.flatMap(({ data }) => (data ? payloadPaths(data.sample) : []));
  // Every element of a list is meant where no number says which.
  const names = new Set(paths.map(({ path }) => path.replace(/\.\d+(?=\.|$)/g, "")));
  return (
    <datalist id={id}>
      {[...names].map((path) => (
        <option key={path} value={path} />
      ))}
    </datalist>
  );
}
