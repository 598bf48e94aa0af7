"use client";

import type { FieldErrors, UseFormReturn } from "react-hook-form";
import * as apiForm from "@/components/api-form";
import {
  fieldOfIssue,
  issuesOf,
  type SubscriptionFormValues,
  storedIssuesOf,
} from "@/features/subscriptions/form-values";

export type SubscriptionForm = UseFormReturn<SubscriptionFormValues>;

export function useSubscriptionForm({
  values,
  isNameRequired,
}: {
  values: SubscriptionFormValues;
  isNameRequired: boolean;
}): SubscriptionForm {
  return apiForm.useApiForm({
    defaultValues: values,
    issuesOf: isNameRequired ? storedIssuesOf : issuesOf,
    fieldOf: fieldOfIssue,
  });
}

export function showApiError(form: SubscriptionForm, error: unknown): void {
  apiForm.showApiError(form, error, fieldOfIssue);
}

/** The id of a field's control, which the error summary links to. */
export function fieldId(path: string): string {
  return `subscription-${path.replaceAll(".", "-")}`;
}

export function summaryErrors(errors: FieldErrors<SubscriptionFormValues>) {
  return apiForm.summaryErrors(errors, fieldId);
}
