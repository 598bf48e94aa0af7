"use client";

import { issuesResolver, lateIssues, useApiForm } from "@/components/api-form";
import {
  atFields,
  type EventTypeFormValues,
  fieldOfIssue,
  jsonIssues,
} from "@/features/event-types/form-values";

const resolver = issuesResolver(
  lateIssues(async () => (await import("@/features/event-types/form-issues")).issuesOf, jsonIssues),
  fieldOfIssue,
);

export function useEventTypeForm(defaultValues: EventTypeFormValues) {
  return useApiForm({ defaultValues, resolver, fieldOf: fieldOfIssue, fieldId, explain: atFields });
}

/** The id of a field's control, which the error summary links to. */
export function fieldId(path: string): string {
  return `event-type-${path}`;
}
