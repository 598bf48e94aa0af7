"use client";

import { issuesResolver, useApiForm } from "@/components/api-form";
import {
  fieldOfIssue,
  issuesOf,
  type SubscriptionFormValues,
  storedIssuesOf,
} from "@/features/subscriptions/form-values";

export function useSubscriptionForm({
  values,
  isNameRequired,
}: {
  values: SubscriptionFormValues;
  isNameRequired: boolean;
}) {
  const resolver = issuesResolver(isNameRequired ? storedIssuesOf : issuesOf, fieldOfIssue);
  return useApiForm({ defaultValues: values, resolver, fieldOf: fieldOfIssue, fieldId });
}

/** The id of a field's control, which the error summary links to. */
export function fieldId(path: string): string {
  return `subscription-${path.replaceAll(".", "-")}`;
}
