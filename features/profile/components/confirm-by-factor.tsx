"use client";

import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { FormAlert } from "@/components/form-alert";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { FactorKind } from "@/db/enums";
import { askForOwnPasskey, useReauthenticate } from "@/features/profile/hooks";

interface ConfirmByFactorProps {
  kinds: FactorKind[];
  onAnswer(isConfirmed: boolean): void;
}

/** For people with a second factor: it confirms, and the password alone no longer does. */
export function ConfirmByFactor({ kinds, onAnswer }: ConfirmByFactorProps) {
  const [code, setCode] = useState("");
  const [error, setError] = useState<Error | null>(null);
  const reauthenticate = useReauthenticate();
  const hasPasskey = kinds.includes("passkey");
  const hasApp = kinds.includes("authenticator_app");

  async function confirm(proof: () => Promise<Parameters<typeof reauthenticate.mutateAsync>[0]>) {
    if (reauthenticate.isPending) return;
    try {
      await reauthenticate.mutateAsync(await proof());
      onAnswer(true);
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error("It did not work. Try again."));
    }
  }

  function sendCode(event: FormEvent) {
    event.preventDefault();
    // The dialog's events bubble through React to whatever form is around it.
    event.stopPropagation();
    void confirm(async () => ({ code }));
  }

  return (
    <form noValidate onSubmit={sendCode} className="flex min-h-0 flex-1 flex-col">
      <DialogBody className="flex flex-col gap-4">
        {hasPasskey && (
          <Button
            variant="primary"
            onClick={() => confirm(async () => ({ passkey: await askForOwnPasskey() }))}
          >
            <KeyRound aria-hidden />
            Use your passkey
          </Button>
        )}
        <Field
          label={hasApp ? "Code" : "Recovery code"}
          hint={
            hasApp ? "From your authenticator app, or a recovery code." : "If your passkey is not at hand."
          }
        >
          <Input
            value={code}
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={40}
            className="font-mono"
            onChange={(event) => setCode(event.target.value)}
          />
        </Field>
        {error && <FormAlert attempt={error}>{error.message}</FormAlert>}
      </DialogBody>
      <DialogFooter>
        <Button onClick={() => onAnswer(false)}>Cancel</Button>
        <Button
          type="submit"
          variant={hasPasskey ? "secondary" : "primary"}
          isPending={reauthenticate.isPending}
        >
          Confirm
        </Button>
      </DialogFooter>
    </form>
  );
}
