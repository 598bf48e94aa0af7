"use client";

import { useController, useFormContext } from "react-hook-form";
import { Field, FieldSet } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Radio } from "@/components/ui/radio-group";
import { SUBSCRIPTION_LEVELS } from "@/db/enums";
import type { SubscriptionFormValues } from "@/features/subscriptions/form-values";
import { AccountPicker } from "./account-picker";
import { ScopeSentence } from "./scope-sentence";
import { LEVELS } from "./subscription-scope";
import { TeamPicker } from "./team-picker";
import { fieldId } from "./use-subscription-form";

export function ScopeFields() {
  const { control, register, formState } = useFormContext<SubscriptionFormValues>();
  const { field } = useController({ control, name: "subscriptionLevel" });
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
      {field.value === "team" && <TeamPicker />}
      {field.value === "account" && <AccountPicker />}
      {field.value === "sequence" && (
        <Field
          id={fieldId("sequenceIds")}
          label="Sequence ids"
          hint="Separated by commas. Left empty: any sequence."
          isOptional
          error={formState.errors.sequenceIds?.message}
        >
          <Input inputMode="numeric" autoComplete="off" {...register("sequenceIds")} />
        </Field>
      )}
      <ScopeSentence />
    </>
  );
}
