"use client";

import { signIn } from "next-auth/react";
import { useState } from "react";
import { FormAlert } from "@/components/form-alert";
import { Button } from "@/components/ui/button";
import { useHydrated } from "@/components/use-hydrated";

interface SingleSignOnButtonProps {
  /** What the provider is called. */
  name: string;
  next: string;
  /** Whether the provider has to ask for the password again, whoever is signed in there. */
  asksAnew?: boolean;
}

const SIGN_IN_ANEW = { prompt: "login", max_age: "0" };

export function SingleSignOnButton({ name, next, asksAnew = false }: SingleSignOnButtonProps) {
  const isHydrated = useHydrated();
  const [isPending, setIsPending] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);

  async function start() {
    setIsPending(true);
    setHasFailed(false);
    try {
      // Leaves the page; what comes back is only ever a failure.
      await signIn("oidc", { callbackUrl: next }, asksAnew ? SIGN_IN_ANEW : undefined);
    } catch {
      setHasFailed(true);
      setIsPending(false);
    }
  }

  return (
    <div className="flex flex-col gap-3 border-t border-border pt-5">
      <Button size="lg" disabled={!isHydrated} isPending={isPending} onClick={start}>
        Continue with {name}
      </Button>
      {hasFailed && (
        <FormAlert>The provider can't be reached. Check your connection and try again.</FormAlert>
      )}
    </div>
  );
}
