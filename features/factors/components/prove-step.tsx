"use client";

import { useActionState } from "react";
import { FormAlert } from "@/components/form-alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { FactorKind } from "@/db/enums";
import { sendCode } from "@/features/factors/actions";
import { PasskeyButton } from "./passkey-button";

interface ProveStepProps {
  kinds: FactorKind[];
  /** Whether passkeys work at this server's address. */
  isPasskeyOffered: boolean;
  next: string;
}

/** The second step of a sign-in. */
export function ProveStep({ kinds, isPasskeyOffered, next }: ProveStepProps) {
  const [state, action, isPending] = useActionState(sendCode, { tries: 0, error: null });
  const hasPasskey = kinds.includes("passkey") && isPasskeyOffered;
  const hasApp = kinds.includes("authenticator_app");
  return (
    <>
      {hasPasskey && <PasskeyButton step="second" next={next} />}
      <form action={action} className="flex flex-col gap-4">
        {state.error && <FormAlert attempt={state}>{state.error}</FormAlert>}
        <input type="hidden" name="next" value={next} />
        <Field
          label={hasApp ? "Code" : "Recovery code"}
          hint={
            hasApp
              ? "From your authenticator app. Without it, enter one of your recovery codes."
              : "If your passkey is not at hand, one of your recovery codes."
          }
        >
          <Input
            name="code"
            required
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus={!hasPasskey}
            maxLength={40}
            className="font-mono"
          />
        </Field>
        <Button type="submit" variant={hasPasskey ? "secondary" : "primary"} size="lg" isPending={isPending}>
          Continue
        </Button>
      </form>
    </>
  );
}
