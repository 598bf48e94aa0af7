"use client";

import { issuesResolver, useApiForm } from "@/components/api-form";
import { fieldOfIssue, type IncomingFormValues, issuesOf } from "@/features/incoming-webhooks/form-values";

const resolver = issuesResolver(issuesOf, fieldOfIssue);

export function useIncomingForm(defaultValues: IncomingFormValues) {
  return useApiForm({ defaultValues, resolver, fieldOf: fieldOfIssue, fieldId });
}

/** The id of a field's control, which the error summary links to. */
export function fieldId(path: string): string {
  return `incoming-${path.replaceAll(".", "-")}`;
}
