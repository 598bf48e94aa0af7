"use client";

import type { UseFormReturn } from "react-hook-form";
import * as apiForm from "@/components/api-form";
import {
  atFields,
  type EventTypeFormValues,
  fieldOfIssue,
  issuesOf,
} from "@/features/event-types/form-values";

export function useEventTypeForm(values: EventTypeFormValues) {
  return apiForm.useApiForm({ defaultValues: values, issuesOf, fieldOf: fieldOfIssue });
}

export function showApiError(form: UseFormReturn<EventTypeFormValues>, error: unknown): void {
  apiForm.showApiError(form, atFields(error), fieldOfIssue);
}

/** The id of a field's control, which the error summary links to. */
export function fieldId(path: string): string {
  return `event-type-${path}`;
}
