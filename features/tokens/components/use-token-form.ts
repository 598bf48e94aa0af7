"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { SummaryError } from "@/components/error-summary";
import { type TokenFormValues, tokenFormSchema } from "@/features/tokens/form-values";
import { ApiError } from "@/lib/api-client";

const FIELDS = ["name", "scopes", "expiry", "expiresOn", "allowList"] as const;
type Field = (typeof FIELDS)[number] | "root";

/** The state that creating and editing share: values, errors at their fields, and what the API refused put there, too. */
export function useTokenForm(defaultValues: TokenFormValues) {
  const [failures, setFailures] = useState(0);
  const form = useForm<TokenFormValues>({
    resolver: zodResolver(tokenFormSchema),
    defaultValues,
    mode: "onTouched",
    shouldFocusError: false,
  });
  const fail = () => setFailures((count) => count + 1);

  function showProblem(error: unknown) {
    const issues = error instanceof ApiError ? error.issues : [];
    for (const { path, message } of issues) form.setError(fieldOf(path), { message });
    if (issues.length === 0) {
      form.setError("root", {
        message: error instanceof Error ? error.message : "It did not work. Try again.",
      });
    }
    fail();
  }

  return {
    ...form,
    summary: { errors: summaryOf(form.formState.errors), focusKey: failures },
    /** For the form's onSubmit: `save` sends what is valid, and its failure is shown. */
    submit: (save: (values: TokenFormValues) => Promise<void>) =>
      form.handleSubmit((values) => save(values).catch(showProblem), fail),
  };
}

/** The form's field for a path of the API's body. */
function fieldOf(path: string): Field {
  if (path === "expiresAt") return "expiresOn";
  if (path.startsWith("allowedCidrs")) return "allowList";
  return FIELDS.find((field) => path === field || path.startsWith(`${field}.`)) ?? "root";
}

function summaryOf(errors: Partial<Record<Field, { message?: string | undefined }>>): SummaryError[] {
  return [...FIELDS, "root" as const].flatMap((field) => {
    const message = errors[field]?.message;
    if (!message) return [];
    return [field === "root" ? { message } : { fieldId: field, message }];
  });
}
