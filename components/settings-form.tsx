"use client";

import { type ReactNode, useState } from "react";
import { type FieldValues, FormProvider } from "react-hook-form";
import { toast } from "@/components/toast";
import type { ApiForm } from "./api-form";
import { ErrorSummary } from "./error-summary";
import { FormActions } from "./form-actions";
import { useHydrated } from "./use-hydrated";

interface SettingsFormProps<
  Stored extends { name: string },
  Values extends FieldValues,
  Changes extends object,
> {
  form: ApiForm<Values>;
  /** What the form was filled from. */
  initial: Stored;
  canWrite: boolean;
  toFormValues: (stored: Stored) => Values;
  toChanges: (values: Values, stored: Stored) => Changes;
  save: (changes: Changes) => Promise<Stored>;
  /** For buttons elsewhere on the page that submit it. */
  id?: string;
  /** Nothing that was typed is left to save. */
  onSaved?: () => void;
  children: (stored: Stored) => ReactNode;
}

/** The settings of something that exists. Sends only what differs from it as it was when the form was filled, or was saved last. */
export function SettingsForm<
  Stored extends { name: string },
  Values extends FieldValues,
  Changes extends object,
>({
  form,
  initial,
  canWrite,
  toFormValues,
  toChanges,
  save,
  id,
  onSaved,
  children,
}: SettingsFormProps<Stored, Values, Changes>) {
  const isHydrated = useHydrated();
  const [stored, setStored] = useState(initial);
  const { isDirty, isSubmitting } = form.formState;

  const submit = form.submit(async (values) => {
    const changes = toChanges(values, stored);
    if (Object.keys(changes).length === 0) {
      form.reset(toFormValues(stored));
      toast.info("Nothing has changed");
      onSaved?.();
      return;
    }
    const saved = await save(changes);
    setStored(saved);
    form.reset(toFormValues(saved));
    toast.success("Changes saved");
    onSaved?.();
  });

  return (
    <FormProvider {...form}>
      <form id={id} noValidate className="flex flex-col gap-8" onSubmit={submit}>
        <fieldset disabled={!canWrite || !isHydrated} className="flex min-w-0 flex-col gap-8">
          <legend className="sr-only">Settings of {stored.name}</legend>
          <ErrorSummary {...form.summary} />
          {children(stored)}
        </fieldset>
        {canWrite && (
          <FormActions
            submitLabel="Save changes"
            isPending={isSubmitting}
            isDirty={isDirty}
            {...(isDirty ? { onCancel: () => form.reset(toFormValues(stored)) } : {})}
          />
        )}
      </form>
    </FormProvider>
  );
}
