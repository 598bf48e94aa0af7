"use client";

import Link from "next/link";
import { type FormEvent, startTransition, useActionState, useState } from "react";
import { ErrorSummary } from "@/components/error-summary";
import { PasswordInput } from "@/components/password-input";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { signInHref } from "@/features/auth/links";
import { MIN_PASSWORD_LENGTH } from "@/features/auth/password-length";
import { type SetUpState, setUp } from "@/features/sign-in/actions";
import { TimeZoneSelect } from "./time-zone-select";

const START: SetUpState = {
  tries: 0,
  issues: [],
  error: null,
  isTaken: false,
  values: { name: "", email: "", organizationName: "", timeZone: "" },
};

interface SetupFormProps {
  token: string | undefined;
  timeZones: string[];
}

/** Makes the workspace and its first admin; a plain form that also works without JavaScript. */
export function SetupForm({ token, timeZones }: SetupFormProps) {
  const [state, action, isPending] = useActionState(setUp, START);
  const { values } = state;
  const errorOf = (field: string) => state.issues.find((issue) => issue.path === field)?.message;

  /** React empties a form after its action; sent this way, a refused one keeps its passwords. */
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startTransition(() => action(form));
  }

  return (
    <form action={action} onSubmit={send} noValidate className="flex flex-col gap-4">
      <p className="text-sm text-muted-foreground">You become the first admin of a new workspace.</p>
      <ErrorSummary errors={summaryOf(state)} focusKey={state.tries} />
      {state.isTaken && (
        <Button asChild variant="primary">
          <Link href={signInHref()}>Sign in</Link>
        </Button>
      )}
      {token && <input type="hidden" name="token" value={token} />}
      <Field id="name" label="Your name" error={errorOf("name")}>
        <Input name="name" autoComplete="name" defaultValue={values.name} />
      </Field>
      <Field id="email" label="Email" hint="You sign in with it." error={errorOf("email")}>
        <Input name="email" type="email" autoComplete="username" defaultValue={values.email} />
      </Field>
      <NewPasswordFields error={errorOf("password")} confirmationError={errorOf("passwordConfirmation")} />
      <Field id="organizationName" label="Workspace name" error={errorOf("organizationName")}>
        <Input name="organizationName" autoComplete="organization" defaultValue={values.organizationName} />
      </Field>
      <Field id="timeZone" label="Time zone" error={errorOf("timeZone")}>
        <TimeZoneSelect name="timeZone" timeZones={timeZones} submitted={values.timeZone} />
      </Field>
      <Button type="submit" variant="primary" size="lg" isPending={isPending}>
        Create workspace
      </Button>
    </form>
  );
}

interface NewPasswordFieldsProps {
  error: string | undefined;
  confirmationError: string | undefined;
}

function NewPasswordFields({ error, confirmationError }: NewPasswordFieldsProps) {
  const [length, setLength] = useState(0);
  return (
    <>
      <Field id="password" label="Password" hint={lengthHint(length)} error={error}>
        <PasswordInput
          name="password"
          autoComplete="new-password"
          onChange={(event) => setLength(event.target.value.length)}
        />
      </Field>
      <Field id="passwordConfirmation" label="Repeat the password" error={confirmationError}>
        <PasswordInput name="passwordConfirmation" autoComplete="new-password" />
      </Field>
    </>
  );
}

/** Length is what makes a password strong, so that is what it talks about. */
function lengthHint(length: number): string {
  const missing = MIN_PASSWORD_LENGTH - length;
  if (length === 0) return "At least 12 characters; a short sentence works well.";
  if (missing > 0) return `Too short: ${missing} more ${missing === 1 ? "character" : "characters"}.`;
  return length < 16 ? "Long enough. A few more would make it strong." : "Strong length.";
}

function summaryOf({ error, issues }: SetUpState) {
  if (error) return [{ message: error }];
  return issues.map((issue) => ({ fieldId: issue.path, message: issue.message }));
}
