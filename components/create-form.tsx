"use client";

import type { ReactNode } from "react";
import { type FieldValues, FormProvider } from "react-hook-form";
import type { ApiForm } from "./api-form";
import { ErrorSummary } from "./error-summary";
import { FormActions } from "./form-actions";
import { useHydrated } from "./use-hydrated";

interface CreateFormProps<Values extends FieldValues> {
  form: ApiForm<Values>;
  save(values: Values): Promise<unknown>;
  /** Nothing is saved any more, and nothing is lost by leaving. */
  isCreated: boolean;
  submitLabel: string;
  cancelHref: string;
  fields: ReactNode;
  /** What follows once it is created, such as its secret. */
  children?: ReactNode;
}

/** A page's form that creates something. `SettingsForm` is for what exists. */
export function CreateForm<Values extends FieldValues>({
  form,
  save,
  isCreated,
  submitLabel,
  cancelHref,
  fields,
  children,
}: CreateFormProps<Values>) {
  const isHydrated = useHydrated();
  const { isDirty, isSubmitting } = form.formState;
  const submit = form.submit(async (values) => {
    if (!isCreated) await save(values);
  });
  return (
    <FormProvider {...form}>
      <form noValidate className="flex flex-col gap-8" onSubmit={submit}>
        {/* What is typed before the form comes alive would be lost or mixed up. */}
        <fieldset disabled={!isHydrated} className="contents">
          <ErrorSummary {...form.summary} />
          {fields}
        </fieldset>
        <FormActions
          submitLabel={submitLabel}
          isPending={isSubmitting}
          isDirty={isDirty && !isCreated}
          cancelHref={cancelHref}
        />
      </form>
      {children}
    </FormProvider>
  );
}
