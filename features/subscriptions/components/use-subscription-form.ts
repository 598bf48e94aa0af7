"use client";

import { toNestErrors } from "@hookform/resolvers";
import { type FieldErrors, type Resolver, type UseFormReturn, useForm } from "react-hook-form";
import type { SummaryError } from "@/components/error-summary";
import {
  fieldOfIssue,
  messageOfIssue,
  rowIssues,
  type SubscriptionFormValues,
  toInput,
} from "@/features/subscriptions/form-values";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { ApiError } from "@/lib/api-client";
import type { Issue } from "@/lib/errors";

export type SubscriptionForm = UseFormReturn<SubscriptionFormValues>;

/** Validates with the API's own schema, on blur first and then with every change. */
export function useSubscriptionForm(options: {
  values: SubscriptionFormValues;
  isNameRequired: boolean;
}): SubscriptionForm {
  return useForm<SubscriptionFormValues>({
    defaultValues: options.values,
    mode: "onBlur",
    reValidateMode: "onChange",
    resolver: resolverFor(options.isNameRequired),
  });
}

/** Puts what the API refused beside the fields it is about; the rest above the form. */
export function showApiError(form: SubscriptionForm, error: unknown): void {
  const issues = error instanceof ApiError ? error.issues : [];
  const values = form.getValues();
  const placed = issues.flatMap((issue) => {
    const field = fieldOfIssue(issue.path, values);
    return field ? [{ field, message: messageOfIssue(issue) }] : [];
  });
  for (const [index, { field, message }] of placed.entries()) {
    form.setError(field, { type: "server", message }, { shouldFocus: index === 0 });
  }
  const elsewhere = issues.filter((issue) => fieldOfIssue(issue.path, values) === null);
  if (elsewhere.length > 0 || issues.length === 0) {
    const message = elsewhere.map((issue) => issue.message).join(" ") || messageOf(error);
    form.setError("root.server", { type: "server", message });
  }
}

/** The id of a field's control, which the error summary links to. */
export function fieldId(path: string): string {
  return `subscription-${path.replaceAll(".", "-")}`;
}

export function summaryErrors(errors: FieldErrors<SubscriptionFormValues>): SummaryError[] {
  return collect(errors, []);
}

function resolverFor(isNameRequired: boolean): Resolver<SubscriptionFormValues> {
  return (values, _context, options) => {
    const errors: Record<string, { type: string; message: string }> = {};
    for (const issue of issuesOf(values, isNameRequired)) {
      const field = fieldOfIssue(issue.path, values) ?? issue.path;
      errors[field] ??= { type: "invalid", message: messageOfIssue(issue) };
    }
    if (Object.keys(errors).length === 0) return { values, errors: {} };
    return { values: {}, errors: toNestErrors<SubscriptionFormValues>(errors, options) };
  };
}

function issuesOf(values: SubscriptionFormValues, isNameRequired: boolean): Issue[] {
  const rows = rowIssues(values);
  const parsed = createSubscriptionSchema.safeParse(toInput(values));
  const refused = (parsed.error?.issues ?? []).map((issue) => ({
    path: issue.path.join("."),
    message: issue.message,
  }));
  const isUnnamed = isNameRequired && values.name.trim() === "";
  return [
    ...(isUnnamed ? [{ path: "name", message: "Give the subscription a name." }] : []),
    ...rows,
    // A delay that is no number is explained at its row already.
    ...refused.filter((issue) => issue.path !== "retryPolicy" || rows.length === 0),
  ];
}

function collect(node: unknown, path: string[]): SummaryError[] {
  if (typeof node !== "object" || node === null) return [];
  if ("message" in node && typeof node.message === "string") {
    return [{ ...(path[0] === "root" ? {} : { fieldId: fieldId(path.join(".")) }), message: node.message }];
  }
  return Object.entries(node).flatMap(([key, value]) =>
    key === "ref" ? [] : collect(value, [...path, key]),
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "It could not be saved. Try again.";
}
