"use client";

import { toNestErrors } from "@hookform/resolvers";
import {
  type DefaultValues,
  type FieldErrors,
  type FieldPath,
  type FieldValues,
  type Resolver,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import { ApiError } from "@/lib/api-client";
import type { Issue } from "@/lib/errors";
import type { SummaryError } from "./error-summary";

/** The form's field that a path of the API's body is about; null for none in particular. */
type FieldOf<Values extends FieldValues> = (path: string, values: Values) => FieldPath<Values> | null;

interface ApiFormOptions<Values extends FieldValues> {
  defaultValues: DefaultValues<Values>;
  /** What is wrong, by paths of the API's body, or of the form where that can't tell. The first of a field is shown. */
  issuesOf(values: Values): Issue[];
  fieldOf: FieldOf<Values>;
}

/** A form whose values become the body of a call; checked on blur first and then with every change. */
export function useApiForm<Values extends FieldValues>({
  defaultValues,
  issuesOf,
  fieldOf,
}: ApiFormOptions<Values>): UseFormReturn<Values> {
  const resolver: Resolver<Values> = (typed, _context, options) => {
    const errors: Record<string, { type: string; message: string }> = {};
    for (const { path, message } of issuesOf(typed)) {
      errors[fieldOf(path, typed) ?? path] ??= { type: "invalid", message };
    }
    if (Object.keys(errors).length === 0) return { values: typed, errors: {} };
    return { values: {}, errors: toNestErrors<Values>(errors, options) };
  };
  return useForm<Values>({
    defaultValues,
    mode: "onBlur",
    reValidateMode: "onChange",
    resolver,
  });
}

/** Puts what the API refused beside the fields it is about; the rest above the form. */
export function showApiError<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  error: unknown,
  fieldOf: FieldOf<Values>,
): void {
  const issues = error instanceof ApiError ? error.issues : [];
  const elsewhere: string[] = [];
  let isFirst = true;
  for (const { path, message } of issues) {
    const field = fieldOf(path, form.getValues());
    if (field === null) elsewhere.push(message);
    else {
      form.setError(field, { type: "server", message }, { shouldFocus: isFirst });
      isFirst = false;
    }
  }
  if (issues.length > 0 && elsewhere.length === 0) return;
  const message = elsewhere.join(" ") || messageOf(error);
  form.setError("root.server", { type: "server", message });
}

/** For the summary above the form, each with a link to its field. */
export function summaryErrors<Values extends FieldValues>(
  errors: FieldErrors<Values>,
  fieldId: (path: string) => string,
): SummaryError[] {
  return collect(errors, [], fieldId);
}

function collect(node: unknown, path: string[], fieldId: (path: string) => string): SummaryError[] {
  if (typeof node !== "object" || node === null) return [];
  if ("message" in node && typeof node.message === "string") {
    return [{ ...(path[0] === "root" ? {} : { fieldId: fieldId(path.join(".")) }), message: node.message }];
  }
  return Object.entries(node).flatMap(([key, value]) =>
    key === "ref" ? [] : collect(value, [...path, key], fieldId),
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "It could not be saved. Try again.";
}
