"use client";

import { issuesResolver, lateIssues, useApiForm } from "@/components/api-form";
import { fieldOfIssue, type IncomingFormValues } from "@/features/incoming-webhooks/form-values";
import { mappingIssues, rulesIssues } from "@/features/incoming-webhooks/rule-values";

const resolver = issuesResolver(
  lateIssues(
    async () => (await import("@/features/incoming-webhooks/form-issues")).issuesOf,
    (values) => [...mappingIssues(values), ...rulesIssues(values)],
  ),
  fieldOfIssue,
);

export function useIncomingForm(defaultValues: IncomingFormValues) {
  return useApiForm({ defaultValues, resolver, fieldOf: fieldOfIssue, fieldId });
}

/** The id of a field's control, which the error summary links to. */
export function fieldId(path: string): string {
  return `incoming-${path.replaceAll(".", "-")}`;
}
