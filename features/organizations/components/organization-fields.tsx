"use client";

import { useFormContext } from "react-hook-form";
import { FormSection } from "@/components/form-section";
import { TimeZoneOptions } from "@/components/time-zone-options";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import type { OrganizationFormValues } from "@/features/organizations/form-values";

interface OrganizationFieldsProps {
  /** From the server. */
  timeZones: string[];
  storedTimeZone: string;
}

export function OrganizationFields({ timeZones, storedTimeZone }: OrganizationFieldsProps) {
  const { register, formState } = useFormContext<OrganizationFormValues>();
  return (
    <FormSection title="Workspace" description="Your team and your customers see the name.">
      <Field id="name" label="Name" error={formState.errors.name?.message}>
        <Input {...register("name")} autoComplete="organization" />
      </Field>
      <Field
        id="timeZone"
        label="Time zone"
        hint="Programs read it through the API. Screens show the time of each person's browser."
        error={formState.errors.timeZone?.message}
      >
        <NativeSelect {...register("timeZone")}>
          <TimeZoneOptions timeZones={timeZones} chosen={storedTimeZone} />
        </NativeSelect>
      </Field>
    </FormSection>
  );
}
