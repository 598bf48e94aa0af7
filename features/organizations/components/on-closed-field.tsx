"use client";

import { useFormContext } from "react-hook-form";
import { FormSection } from "@/components/form-section";
import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { ON_CLOSED } from "@/db/enums";
import type { OrganizationFormValues } from "@/features/organizations/form-values";
import { ON_CLOSED_LABELS } from "@/features/organizations/on-closed-labels";

/** For incoming webhooks that don't say it themselves. */
export function OnClosedField() {
  const { register, formState } = useFormContext<OrganizationFormValues>();
  return (
    <FormSection
      title="Solved tickets"
      description="What systems send about a ticket that is resolved or closed."
    >
      <Field
        id="onClosed"
        label="An answer by an incoming webhook"
        hint="A webhook can have its own choice."
        error={formState.errors.onClosed?.message}
      >
        <NativeSelect className="w-80 max-md:w-full" {...register("onClosed")}>
          {ON_CLOSED.map((choice) => (
            <option key={choice} value={choice}>
              {ON_CLOSED_LABELS[choice]}
            </option>
          ))}
        </NativeSelect>
      </Field>
    </FormSection>
  );
}
