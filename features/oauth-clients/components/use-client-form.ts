"use client";

import { issuesResolver, lateIssues, useApiForm } from "@/components/api-form";
import { type ClientFormValues, fieldOfIssue, redirectIssues } from "@/features/oauth-clients/form-values";

const resolver = issuesResolver(
  lateIssues(async () => (await import("@/features/oauth-clients/form-issues")).issuesOf, redirectIssues),
  fieldOfIssue,
);

export function useClientForm(defaultValues: ClientFormValues) {
  return useApiForm({ defaultValues, resolver, fieldOf: fieldOfIssue, fieldId });
}

/** The id of a field's control, which the error summary links to. */
export function fieldId(path: string): string {
  return `client-${path.replaceAll(".", "-")}`;
}
