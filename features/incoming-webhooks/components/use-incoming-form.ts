"use client";

import { toNestErrors } from "@hookform/resolvers";
import { type FieldErrors, type Resolver, type UseFormReturn, useForm } from "react-hook-form";
import type { SummaryError } from "@/components/error-summary";
import {
  fieldOfIssue,
  type IncomingFormValues,
  messageOfIssue,
  rowIssues,
  toInput,
} from "@/features/incoming-webhooks/form-values";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { ApiError } from "@/lib/api-client";
import type { Issue } from "@/lib/errors";

/** Validates with the API's own schema, on blur first and then with every change. */
export function useIncomingForm(defaultValues: IncomingFormValues): UseFormReturn<IncomingFormValues> {
  return useForm<IncomingFormValues>({
    defaultValues,
    mode: "onBlur",
    reValidateMode: "onChange",
    resolver,
  });
}

/** Puts what the API refused beside the fields it is about; the rest above the form. */
export function showApiError(form: UseFormReturn<IncomingFormValues>, error: unknown): void {
  const issues = error instanceof ApiError ? error.issues : [];
  const values = form.getValues();
  const elsewhere: string[] = [];
  let isFirst = true;
  for (const issue of issues) {
    const field = fieldOfIssue(issue.path, values);
    if (field === null) {
      elsewhere.push(issue.message);
      continue;
    }
    form.setError(field, { type: "server", message: messageOfIssue(issue) }, { shouldFocus: isFirst });
    isFirst = false;
  }
  if (issues.length > 0 && elsewhere.length === 0) return;
  const message = elsewhere.join(" ") || messageOf(error);
  form.setError("root.server", { type: "server", message });
}

/** The id of a field's control, which the error summary links to. */
export function fieldId(path: string): string {
  return `incoming-${path.replaceAll(".", "-")}`;
}

export function summaryErrors(errors: FieldErrors<IncomingFormValues>): SummaryError[] {
  return collect(errors, []);
}

const resolver: Resolver<IncomingFormValues> = (values, _context, options) => {
  const errors: Record<string, { type: string; message: string }> = {};
  for (const issue of issuesOf(values)) {
    const field = fieldOfIssue(issue.path, values) ?? issue.path;
    errors[field] ??= { type: "invalid", message: messageOfIssue(issue) };
  }
  if (Object.keys(errors).length === 0) return { values, errors: {} };
  return { values: {}, errors: toNestErrors<IncomingFormValues>(errors, options) };
};

function issuesOf(values: IncomingFormValues): Issue[] {
  const parsed = createIncomingWebhookSchema.safeParse(toInput(values));
  const refused = parsed.error?.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  return [...rowIssues(values), ...(refused ?? [])];
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
