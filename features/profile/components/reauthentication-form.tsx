"use client";

import { type FormEvent, useId, useState } from "react";
import { PasswordInput } from "@/components/password-input";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { useMe } from "@/features/auth/hooks";
import { useReauthenticate } from "@/features/profile/hooks";
import { ConfirmAtProvider } from "./confirm-at-provider";
import { ConfirmByFactor } from "./confirm-by-factor";

interface ReauthenticationFormProps extends ReauthenticationBodyProps {
  isOpen: boolean;
}

export function ReauthenticationForm({ isOpen, onAnswer }: ReauthenticationFormProps) {
  return (
    <Dialog open={isOpen} onOpenChange={(next) => !next && onAnswer(false)}>
      <DialogContent size="sm">
        <DialogHeader>
          <DialogTitle>Confirm that it is you</DialogTitle>
          <DialogDescription>
            This action is sensitive, and you last confirmed that it is you some time ago.
          </DialogDescription>
        </DialogHeader>
        <ReauthenticationBody onAnswer={onAnswer} />
      </DialogContent>
    </Dialog>
  );
}

interface ReauthenticationBodyProps {
  onAnswer(isConfirmed: boolean): void;
}

/** Mounted anew with every opening, so that no password is left in it. */
function ReauthenticationBody({ onAnswer }: ReauthenticationBodyProps) {
  const me = useMe();
  if (me?.factors && me.factors.length > 0) return <ConfirmByFactor kinds={me.factors} onAnswer={onAnswer} />;
  if (me?.user.hasPassword === false) return <ConfirmAtProvider onAnswer={onAnswer} />;
  return <PasswordForm email={me?.user.email ?? ""} onAnswer={onAnswer} />;
}

function PasswordForm({ email, onAnswer }: ReauthenticationBodyProps & { email: string }) {
  const fieldId = useId();
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string | null>(null);
  const reauthenticate = useReauthenticate();

  async function confirm() {
    if (password === "") throw new Error("Enter your password.");
    await reauthenticate.mutateAsync({ password });
  }

  function send(event: FormEvent) {
    event.preventDefault();
    // The dialog's events bubble through React to whatever form is around it.
    event.stopPropagation();
    if (reauthenticate.isPending) return;
    confirm().then(
      () => onAnswer(true),
      (cause: unknown) => {
        setError(cause instanceof Error ? cause.message : "It did not work. Try again.");
        document.getElementById(fieldId)?.focus();
      },
    );
  }

  return (
    <form noValidate onSubmit={send} className="flex min-h-0 flex-1 flex-col">
      <DialogBody>
        {/* Lets password managers know whose password it is. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <Field id={fieldId} label="Your password" error={error}>
          <PasswordInput
            value={password}
            autoComplete="current-password"
            onChange={(event) => {
              setPassword(event.target.value);
              setError(null);
            }}
          />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={() => onAnswer(false)}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={reauthenticate.isPending}>
          Confirm
        </Button>
      </DialogFooter>
    </form>
  );
}
