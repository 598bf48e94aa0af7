"use client";

import { issuesResolver, useApiForm } from "@/components/api-form";
import {
  atFields,
  type EventTypeFormValues,
  fieldOfIssue,
  issuesOf,
} from "@/features/event-types/form-values";

const resolver = issuesResolver(issuesOf, fieldOfIssue);

export function useEventTypeForm(defaultValues: EventTypeFormValues) {
  return useApiForm({ defaultValues, resolver, fieldOf: fieldOfIssue, fieldId, explain: atFields });
}

/** The id of a field's control, which the error summary links to. */
export function fieldId(path: string): string {
  return `event-type-${path}`;
}
