"use client";

import { issuesResolver, lateIssues, useApiForm } from "@/components/api-form";
import { fieldOfIssue, type SubscriptionFormValues } from "@/features/subscriptions/form-values";
import { headerRowIssues } from "@/features/subscriptions/row-issues";

const loadIssues = () => import("@/features/subscriptions/form-issues");
const newResolver = issuesResolver(
  lateIssues(async () => (await loadIssues()).issuesOf, headerRowIssues),
  fieldOfIssue,
);
const storedResolver = issuesResolver(
  lateIssues(async () => (await loadIssues()).storedIssuesOf, headerRowIssues),
  fieldOfIssue,
);

export function useSubscriptionForm({
  values,
  isNameRequired,
}: {
  values: SubscriptionFormValues;
  isNameRequired: boolean;
}) {
  const resolver = isNameRequired ? storedResolver : newResolver;
  return useApiForm({ defaultValues: values, resolver, fieldOf: fieldOfIssue, fieldId });
}

/** The id of a field's control, which the error summary links to. */
export function fieldId(path: string): string {
  return `subscription-${path.replaceAll(".", "-")}`;
}
