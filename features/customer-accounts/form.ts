import "server-only";
import type * as z from "zod";
import { formText, previousTries, refusalOf } from "@/features/auth/form-text";
import { type AccountFormState, START } from "@/features/customer-accounts/form-state";
import { AppError } from "@/lib/errors";
import { issuesIn } from "@/lib/issues";

/** What came of a form: of all that can be refused, a sentence. A redirect passes. */
export async function answer(
  previous: AccountFormState,
  form: FormData,
  work: () => Promise<Partial<AccountFormState>>,
): Promise<AccountFormState> {
  const values = {
    email: formText(form, "email"),
    name: formText(form, "name"),
    subject: formText(form, "subject"),
    body: formText(form, "body"),
  };
  const failed = { ...START, tries: previousTries(previous) + 1, values };
  try {
    return { ...failed, ...(await work()) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.issues ? { ...failed, issues: error.issues } : { ...failed, error: refusalOf(error) };
  }
}

export function refused(error: string): Partial<AccountFormState> {
  return { error };
}

/** Empty fields count as left out. */
export function parsed<Schema extends z.ZodType>(
  schema: Schema,
  form: FormData,
  fields: string[],
): z.output<Schema> {
  const typed = fields.map((field) => [field, formText(form, field)] as const);
  const result = schema.safeParse(
    Object.fromEntries(typed.filter(([field, text]) => text || field !== "name")),
  );
  if (result.success) return result.data;
  throw new AppError("invalid", "The form is not filled in.", { issues: issuesIn(result.error) });
}
