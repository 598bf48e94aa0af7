"use client";

import { toNestErrors } from "@hookform/resolvers";
import { useRef, useState } from "react";
import {
  type DefaultValues,
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

interface ApiFormOptions<Values extends FieldValues, Output> {
  defaultValues: DefaultValues<Values>;
  /** `zodResolver` or `schemaResolver` of a schema of the form's values, or `issuesResolver`. */
  resolver: Resolver<Values, unknown, Output>;
  fieldOf: FieldOf<Values>;
  /** The id of a field's control, which the summary links to. */
  fieldId: (path: string) => string;
  /** What a failed submit moves the focus to: the summary, or the first field that is wrong if there is one. */
  focus?: "summary" | "field";
  /** The error as the form tells it. */
  explain?: (error: unknown) => unknown;
}

/**
 * A form that saves to the API; checked once a field was left, and then with every change.
 *
 *     const form = useApiForm({ defaultValues, resolver: zodResolver(tokenFormSchema), fieldOf, fieldId });
 *
 *     <form noValidate onSubmit={form.submit(async (values) => { await create.mutateAsync(toInput(values)); … })}>
 *       <ErrorSummary {...form.summary} />
 *       <Field id={fieldId("name")} label="Name" error={form.formState.errors.name?.message}>
 *         <Input {...form.register("name")} />
 *       </Field>
 *       <FormActions submitLabel="Create" isPending={form.formState.isSubmitting} isDirty={form.formState.isDirty} />
 *
 * What the API refuses stands beside the fields it is about, and in the summary; nothing is sent twice at once.
 */
export function useApiForm<Values extends FieldValues, Output = Values>({
  defaultValues,
  resolver,
  fieldOf,
  fieldId,
  focus = "field",
  explain = (error) => error,
}: ApiFormOptions<Values, Output>) {
  const [failures, setFailures] = useState(0);
  const isSaving = useRef(false);
  const form = useForm<Values, unknown, Output>({
    defaultValues,
    resolver,
    mode: "onTouched",
    shouldFocusError: focus === "field",
  });
  const { errors, isSubmitted, isSubmitting } = form.formState;
  const focusSummary = () => setFailures((count) => count + 1);

  async function send(save: () => Promise<unknown>) {
    if (isSaving.current) return;
    isSaving.current = true;
    try {
      await save();
    } catch (error) {
      if (error instanceof SaveCancelled) return;
      const isPlaced = showApiError(form, explain(error), fieldOf, focus);
      if (focus === "summary" || !isPlaced) focusSummary();
    } finally {
      isSaving.current = false;
    }
  }

  return {
    ...form,
    summary: {
      errors: isSubmitted || isSubmitting ? summaryErrors(errors, fieldId) : [],
      focusKey: failures,
    },
    /** For the form's onSubmit: `save` sends what is valid, and its failure is shown. */
    submit: (save: (values: Output) => Promise<unknown>) => {
      const submit = form.handleSubmit(
        (values) => send(() => save(values)),
        focus === "summary" ? focusSummary : undefined,
      );
      return (event: React.FormEvent) => void submit(event);
    },
  };
}

export type ApiForm<Values extends FieldValues, Output = Values> = ReturnType<
  typeof useApiForm<Values, Output>
>;

/** Ends a saving without a word: the form stays as it is. */
export class SaveCancelled extends Error {}

type IssuesOf<Values> = (values: Values) => Issue[];

/** Checks by `issuesOf`: what is wrong, by paths of the API's body, or of the form where that can't tell. The first of a field is shown. */
export function issuesResolver<Values extends FieldValues>(
  issuesOf: IssuesOf<Values> | ((values: Values) => Promise<Issue[]>),
  fieldOf: FieldOf<Values>,
): Resolver<Values, unknown, Values> {
  return async (typed, _context, options) => {
    const errors: Record<string, { type: string; message: string }> = {};
    for (const { path, message } of await issuesOf(typed)) {
      errors[fieldOf(path, typed) ?? path] ??= { type: "invalid", message };
    }
    if (Object.keys(errors).length === 0) return { values: typed, errors: {} };
    return { values: {}, errors: toNestErrors<Values>(errors, options) };
  };
}

/**
 * For `issuesResolver`: checks that are fetched with the first one. Where they can't be, only what the API can't see is wrong yet (`own`): it checks
 * all else again.
 */
export function lateIssues<Values>(load: () => Promise<IssuesOf<Values>>, own: IssuesOf<Values> = () => []) {
  return async (values: Values): Promise<Issue[]> => {
    const issuesOf = await load().catch(() => own);
    return issuesOf(values);
  };
}

/** Puts what the API refused beside the fields it is about; the rest above the form. Says whether a field is to blame. */
function showApiError<Values extends FieldValues, Output>(
  form: UseFormReturn<Values, unknown, Output>,
  error: unknown,
  fieldOf: FieldOf<Values>,
  focus: "summary" | "field",
): boolean {
  const issues = error instanceof ApiError ? error.issues : [];
  const { placed, elsewhere } = placeIssues(issues, (path) => fieldOf(path, form.getValues()));
  for (const [index, { field, message }] of placed.entries()) {
    form.setError(field, { type: "server", message }, { shouldFocus: focus === "field" && index === 0 });
  }
  if (issues.length === 0 || elsewhere.length > 0) {
    const message = elsewhere.join(" ") || messageOf(error);
    form.setError("root.server", { type: "server", message });
  }
  return placed.length > 0;
}

/** Each beside the field it is about, or elsewhere. */
export function placeIssues<Field>(issues: Issue[], fieldOf: (path: string) => Field | null) {
  const placed: { field: Field; message: string }[] = [];
  const elsewhere: string[] = [];
  for (const { path, message } of issues) {
    const field = fieldOf(path);
    if (field === null) elsewhere.push(message);
    else placed.push({ field, message });
  }
  return { placed, elsewhere };
}

/** For the summary above the form, each with a link to its field. */
export function summaryErrors(errors: object, fieldId: (path: string) => string): SummaryError[] {
  const all = collect(errors, [], fieldId);
  // Of a field with several parts, the first that is wrong.
  return all.filter(
    (one, index) => !one.fieldId || all.findIndex((other) => other.fieldId === one.fieldId) === index,
  );
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
