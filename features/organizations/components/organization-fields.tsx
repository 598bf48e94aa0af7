"use client";

import { useFormContext } from "react-hook-form";
import { FormSection } from "@/components/form-section";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import type { OrganizationFormValues } from "@/features/organizations/form-values";

export function OrganizationFields({ timeZones }: { timeZones: string[] }) {
  const { register, formState, getValues } = useFormContext<OrganizationFormValues>();
  const stored = getValues("timeZone");
  return (
    <FormSection title="Workspace" description="Your team and your customers see the name.">
      <Field id="name" label="Name" error={formState.errors.name?.message}>
        <Input {...register("name")} autoComplete="organization" />
      </Field>
      <Field
        id="timeZone"
        label="Time zone"
        hint="Where times have to be the same for everybody. Screens show the time of each person's browser."
        error={formState.errors.timeZone?.message}
      >
        <NativeSelect {...register("timeZone")}>
          {!timeZones.includes(stored) && <option value={stored}>{stored}</option>}
          {timeZones.map((timeZone) => (
            <option key={timeZone} value={timeZone}>
              {timeZone.replaceAll("_", " ")}
            </option>
          ))}
        </NativeSelect>
      </Field>
    </FormSection>
  );
}
