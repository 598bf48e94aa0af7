"use client";

import type { FieldErrors, UseFormReturn } from "react-hook-form";
import * as apiForm from "@/components/api-form";
import { type ClientFormValues, fieldOfIssue, issuesOf } from "@/features/oauth-clients/form-values";

export function useClientForm(defaultValues: ClientFormValues): UseFormReturn<ClientFormValues> {
  return apiForm.useApiForm({ defaultValues, issuesOf, fieldOf: fieldOfIssue });
}

export function showApiError(form: UseFormReturn<ClientFormValues>, error: unknown): void {
  apiForm.showApiError(form, error, fieldOfIssue);
}

/** The id of a field's control, which the error summary links to. */
export function fieldId(path: string): string {
  return `client-${path.replaceAll(".", "-")}`;
}

export function summaryErrors(errors: FieldErrors<ClientFormValues>) {
  return apiForm.summaryErrors(errors, fieldId);
}
