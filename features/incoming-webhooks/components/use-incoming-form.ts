"use client";

import type { FieldErrors, UseFormReturn } from "react-hook-form";
import * as apiForm from "@/components/api-form";
import { fieldOfIssue, type IncomingFormValues, issuesOf } from "@/features/incoming-webhooks/form-values";

export function useIncomingForm(defaultValues: IncomingFormValues): UseFormReturn<IncomingFormValues> {
  return apiForm.useApiForm({ defaultValues, issuesOf, fieldOf: fieldOfIssue });
}

export function showApiError(form: UseFormReturn<IncomingFormValues>, error: unknown): void {
  apiForm.showApiError(form, error, fieldOfIssue);
}

/** The id of a field's control, which the error summary links to. */
export function fieldId(path: string): string {
  return `incoming-${path.replaceAll(".", "-")}`;
}

export function summaryErrors(errors: FieldErrors<IncomingFormValues>) {
  return apiForm.summaryErrors(errors, fieldId);
}
