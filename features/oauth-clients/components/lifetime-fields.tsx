"use client";

import { useFormContext } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ClientFormValues } from "@/features/oauth-clients/form-values";
import { fieldId } from "./use-client-form";

const FIELDS = [
  {
    name: "accessTokenMinutes",
    label: "Access token, in minutes",
    hint: "At most 60. Short, because it is sent with every call; revoking works at once whatever it says.",
  },
  {
    name: "refreshIdleDays",
    label: "Unused connection, in days",
    hint: "An app that makes no call for this long has to be connected again.",
  },
  {
    name: "refreshAbsoluteDays",
    label: "Longest connection, in days",
    hint: "After this time the customer is asked again, even if the app is in use.",
  },
  {
    name: "refreshGraceSeconds",
    label: "Lost answers, in seconds",
    hint: "0 to 60. For this long, an app that lost the answer can ask for the same refresh token again.",
  },
] as const;

export function LifetimeFields() {
  const { register, formState } = useFormContext<ClientFormValues>();
  return (
    <div className="grid gap-5 md:grid-cols-2">
      {FIELDS.map(({ name, label, hint }) => (
        <Field
          key={name}
          id={fieldId(name)}
          label={label}
          hint={hint}
          error={formState.errors[name]?.message}
          className="justify-between"
        >
          <Input {...register(name)} inputMode="decimal" autoComplete="off" className="max-w-32" />
        </Field>
      ))}
    </div>
  );
}
