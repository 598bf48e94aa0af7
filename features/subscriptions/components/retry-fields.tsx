"use client";

import { Plus, Trash2 } from "lucide-react";
import { useController, useFieldArray, useFormContext, useWatch } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { Radio } from "@/components/ui/radio-group";
import { delaysOf, RETRY_PRESETS } from "@/features/deliveries/backoff";
import {
  DELAY_UNITS,
  MAX_DELAYS,
  type SubscriptionFormValues,
  toRetryPolicy,
} from "@/features/subscriptions/form-values";
import { describeSchedule } from "@/features/subscriptions/retry-schedule";
import { RetryTimeline } from "./retry-timeline";
import { fieldId } from "./use-subscription-form";

const PRESET_LABELS = { standard: "Standard", short: "Short", extended: "Extended" } as const;

export function RetryFields() {
  const { control } = useFormContext<SubscriptionFormValues>();
  const { field } = useController({ control, name: "retry" });
  const radio = (value: SubscriptionFormValues["retry"]) => ({
    name: field.name,
    value,
    checked: field.value === value,
    onChange: () => field.onChange(value),
    onBlur: field.onBlur,
  });
  return (
    <>
      <FieldSet legend="Retry schedule">
        {RETRY_PRESETS.map((preset) => (
          <Radio
            key={preset}
            label={PRESET_LABELS[preset]}
            hint={describeSchedule(delaysOf(preset))}
            {...radio(preset)}
          />
        ))}
        <Radio label="Custom" hint="Up to 12 delays of your own." {...radio("custom")} />
      </FieldSet>
      {field.value === "custom" && <DelayRows />}
      <Preview />
    </>
  );
}

function Preview() {
  const { control } = useFormContext<SubscriptionFormValues>();
  const [retry, delays] = useWatch({ control, name: ["retry", "delays"] });
  const delaysSeconds = delaysOf(toRetryPolicy({ retry, delays }));
  if (delaysSeconds.some(Number.isNaN)) return null;
  return (
    <div className="rounded-lg border border-border bg-muted p-3">
      <RetryTimeline delaysSeconds={delaysSeconds} />
    </div>
  );
}

function DelayRows() {
  const { control, register, formState } = useFormContext<SubscriptionFormValues>();
  const rows = useFieldArray({ control, name: "delays" });
  return (
    <FieldSet legend="Delays" hint="The wait before each retry, 1 second to 24 hours.">
      {rows.fields.map((row, index) => (
        <div key={row.id} className="flex items-start gap-2">
          <span className="w-16 shrink-0 pt-1.5 text-sm text-muted-foreground max-md:pt-3">
            Retry {index + 1}
          </span>
          <Field
            id={fieldId(`delays.${index}.amount`)}
            label={`Delay before retry ${index + 1}`}
            isLabelHidden
            className="w-24"
            error={formState.errors.delays?.[index]?.amount?.message}
          >
            <Input inputMode="numeric" autoComplete="off" {...register(`delays.${index}.amount`)} />
          </Field>
          <Field label={`Unit of delay ${index + 1}`} isLabelHidden className="w-32">
            <NativeSelect {...register(`delays.${index}.unit`)}>
              {Object.keys(DELAY_UNITS).map((unit) => (
                <option key={unit} value={unit}>
                  {unit}
                </option>
              ))}
            </NativeSelect>
          </Field>
          {rows.fields.length > 1 && (
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Remove delay ${index + 1}`}
              onClick={() => rows.remove(index)}
            >
              <Trash2 aria-hidden />
            </Button>
          )}
        </div>
      ))}
      {rows.fields.length < MAX_DELAYS && (
        <Button
          size="sm"
          className="self-start"
          onClick={() => rows.append({ amount: "30", unit: "minutes" })}
        >
          <Plus aria-hidden />
          Add delay
        </Button>
      )}
    </FieldSet>
  );
}
