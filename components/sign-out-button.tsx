"use client";

import { LogOut } from "lucide-react";
import type { FormEvent } from "react";
import { Button } from "./ui/button";
import { useSignOut } from "./use-sign-out";

/** Also works before the page's scripts do. */
export function SignOutButton({ action }: { action: () => Promise<void> }) {
  const { isPending, start } = useSignOut(action);

  function submit(event: FormEvent) {
    event.preventDefault();
    start();
  }

  return (
    <form action={action} onSubmit={submit}>
      <Button
        type="submit"
        variant="ghost"
        size="icon"
        aria-label="Sign out"
        title="Sign out"
        isPending={isPending}
      >
        <LogOut aria-hidden />
      </Button>
    </form>
  );
}
