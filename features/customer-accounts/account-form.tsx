"use client";

import { type FormEvent, type ReactNode, startTransition, useActionState } from "react";
import { ErrorSummary } from "@/components/error-summary";
import { Button } from "@/components/ui/button";
import { type AccountFormState, START } from "@/features/customer-accounts/form-state";

type ErrorOf = (field: string) => string | undefined;

interface AccountFormProps {
  action: (previous: AccountFormState, form: FormData) => Promise<AccountFormState>;
  /** Goes along unseen. */
  hidden: Record<string, string>;
  submit: string;
  variant?: "primary" | "secondary" | "destructive";
  children?: (form: { values: AccountFormState["values"]; errorOf: ErrorOf }) => ReactNode;
  /** In place of the form, once it is done. */
  sent?: ReactNode;
}

/** A plain form that also works without JavaScript. */
export function AccountForm({
  action,
  hidden,
  submit,
  variant = "primary",
  children,
  sent,
}: AccountFormProps) {
  const [state, send, isPending] = useActionState(action, START);
  if (state.isSent) return <div role="status">{sent}</div>;

  /** React empties a form after its action; sent this way, a refused one keeps what was typed. */
  function keep(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startTransition(() => send(form));
  }

  return (
    <form action={send} onSubmit={keep} noValidate className="flex flex-col gap-4">
      <ErrorSummary errors={summaryOf(state)} focusKey={state.tries} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children?.({
        values: state.values,
        errorOf: (field) => state.issues.find((issue) => issue.path === field)?.message,
      })}
      <Button type="submit" variant={variant} size="lg" isPending={isPending}>
        {submit}
      </Button>
    </form>
  );
}

function summaryOf({ error, issues }: AccountFormState) {
  if (error) return [{ message: error }];
  return issues.map((issue) => ({ fieldId: issue.path, message: issue.message }));
}
