"use client";

import { useController, useFormContext } from "react-hook-form";
import { Field, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Radio } from "@/components/ui/radio-group";
import { SUBSCRIPTION_LEVELS } from "@/db/enums";
import type { SubscriptionFormValues } from "@/features/subscriptions/form-values";
import { LEVELS } from "./subscription-scope";
import { fieldId } from "./use-subscription-form";

const ID_FIELDS = {
  team: {
    name: "teamIds",
    label: "Team ids",
    hint: "Separated by commas. Left empty: any team.",
  },
  account: { name: "accountId", label: "Account id", hint: "A user's id. Left empty: its owner." },
  sequence: {
    name: "sequenceIds",
    label: "Sequence ids",
    hint: "Separated by commas. Left empty: any sequence.",
  },
} as const;

export function ScopeFields() {
  const { control, register, formState } = useFormContext<SubscriptionFormValues>();
  const { field } = useController({ control, name: "subscriptionLevel" });
  const ids = field.value === "organization" ? null : ID_FIELDS[field.value];
  return (
    <>
      <FieldSet
        legend="Level"
        id={fieldId("subscriptionLevel")}
        error={formState.errors.subscriptionLevel?.message}
      >
        {SUBSCRIPTION_LEVELS.map((one) => (
          <Radio
            key={one}
            label={LEVELS[one].label}
            hint={LEVELS[one].hint}
            name={field.name}
            value={one}
            checked={field.value === one}
            onChange={() => field.onChange(one)}
            onBlur={field.onBlur}
          />
        ))}
      </FieldSet>
      {ids && (
        <Field
          key={ids.name}
          id={fieldId(ids.name)}
          label={ids.label}
          hint={ids.hint}
          isOptional
          error={formState.errors[ids.name]?.message}
        >
          <Input inputMode="numeric" autoComplete="off" {...register(ids.name)} />
        </Field>
      )}
    </>
  );
}
