"use client";

import { Info } from "lucide-react";
import { useActionState } from "react";
import { FormAlert } from "@/components/form-alert";
import { PasswordInput } from "@/components/password-input";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { signIn } from "@/features/sign-in/actions";

interface SignInFormProps {
  next: string;
  /** The browser still holds the cookie of a session that ended. */
  wasSignedOut: boolean;
  /** Why single sign-on failed just now. */
  refusal: string | null;
}

/** A plain form: it works before, and without, JavaScript. */
export function SignInForm({ next, wasSignedOut, refusal }: SignInFormProps) {
  const [state, action, isPending] = useActionState(signIn, { error: null, email: "" });
  const error = state.error ?? refusal;
  return (
    <form action={action} className="flex flex-col gap-4">
      {error && <FormAlert attempt={state}>{error}</FormAlert>}
      {wasSignedOut && !error && (
        <p
          role="status"
          className="flex items-start gap-2 rounded-md bg-info-soft px-3 py-2 text-sm text-info"
        >
          <Info aria-hidden className="mt-0.5 size-4 shrink-0" />
          You were signed out. Sign in to carry on where you were.
        </p>
      )}
      <input type="hidden" name="next" value={next} />
      <Field label="Email">
        <Input name="email" type="email" autoComplete="username" required defaultValue={state.email} />
      </Field>
      <Field label="Password">
        <PasswordInput name="password" autoComplete="current-password" required />
      </Field>
      <Button type="submit" variant="primary" size="lg" isPending={isPending}>
        Sign in
      </Button>
    </form>
  );
}
