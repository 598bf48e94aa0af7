"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { FormAlert } from "@/components/form-alert";
import { Button } from "@/components/ui/button";
import { useHydrated } from "@/components/use-hydrated";
import {
  askForSignInPasskey,
  askForStepPasskey,
  sendSignInPasskey,
  sendStepPasskey,
} from "@/features/factors/actions";
import { getPasskey } from "@/features/factors/ask-browser";
import { resultOf } from "@/features/factors/result-of";

interface PasskeyButtonProps {
  /** The whole of a sign-in, or its second step. */
  step: "sign-in" | "second";
  next: string;
}

const STEPS = {
  "sign-in": { ask: askForSignInPasskey, send: sendSignInPasskey, label: "Continue with a passkey" },
  second: { ask: askForStepPasskey, send: sendStepPasskey, label: "Use your passkey" },
};

export function PasskeyButton({ step, next }: PasskeyButtonProps) {
  const { ask, send, label } = STEPS[step];
  const isHydrated = useHydrated();
  const [error, setError] = useState<Error | null>(null);
  const [isPending, setIsPending] = useState(false);

  async function start() {
    setIsPending(true);
    setError(null);
    try {
      const answer = await getPasskey(resultOf(await ask()));
      // Leaves the page; what comes back is only ever a failure.
      const refused = await send(answer, next);
      if (refused) throw new Error(refused.error);
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error("It did not work. Try again."));
      setIsPending(false);
    }
  }

  return (
    <div className="flex flex-col gap-3">
      <Button
        size="lg"
        variant={step === "second" ? "primary" : "secondary"}
        disabled={!isHydrated}
        isPending={isPending}
        onClick={start}
      >
        <KeyRound aria-hidden />
        {label}
      </Button>
      {error && <FormAlert attempt={error}>{error.message}</FormAlert>}
    </div>
  );
}
