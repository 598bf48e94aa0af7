"use client";

import { type FormEvent, startTransition, useActionState } from "react";
import { ErrorSummary } from "@/components/error-summary";
import { PasswordInput } from "@/components/password-input";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type AcceptState, acceptInvite } from "@/features/team/actions";

const START: AcceptState = { tries: 0, issues: [], error: null, name: "" };

interface AcceptFormProps {
  token: string;
  email: string;
  /** What the invited person has to give: their own account's password, one for a new account, or nothing as they are signed in. */
  asks: "new" | "password" | "nothing";
}

/** Joins the organization; a plain form that also works without JavaScript. */
export function AcceptForm({ token, email, asks }: AcceptFormProps) {
  const [state, action, isPending] = useActionState(acceptInvite, START);
  const errorOf = (field: string) => state.issues.find((issue) => issue.path === field)?.message;

  /** React empties a form after its action; sent this way, a refused one keeps what was typed. */
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startTransition(() => action(form));
  }

  return (
    <form action={action} onSubmit={send} noValidate className="flex flex-col gap-4">
      <ErrorSummary errors={summaryOf(state)} focusKey={state.tries} />
      <input type="hidden" name="token" value={token} />
      <Field id="email" label="Email">
        <Input name="email" type="email" autoComplete="username" value={email} readOnly />
      </Field>
      {asks === "new" && (
        <Field id="name" label="Your name" error={errorOf("name")}>
          <Input name="name" autoComplete="name" defaultValue={state.name} />
        </Field>
      )}
      {asks !== "nothing" && (
        <Field
          id="password"
          label="Password"
          hint={
            asks === "new"
              ? "At least 12 characters; a short sentence works well."
              : "You have an account already: enter its password."
          }
          error={errorOf("password")}
        >
          <PasswordInput
            name="password"
            autoComplete={asks === "new" ? "new-password" : "current-password"}
          />
        </Field>
      )}
      <Button type="submit" variant="primary" size="lg" isPending={isPending}>
        Accept invitation
      </Button>
    </form>
  );
}

function summaryOf({ error, issues }: AcceptState) {
  if (error) return [{ message: error }];
  return issues.map((issue) => ({ fieldId: issue.path, message: issue.message }));
}
