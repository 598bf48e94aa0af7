"use client";

import { onlineManager, useQueryClient } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { unstable_rethrow } from "next/navigation";
import { type FormEvent, useTransition } from "react";
import { Button } from "./ui/button";

/**
 * Before the session ends, what is being fetched is stopped, and nothing more is fetched until the signed-in pages are left: without a session
 * it would be refused. Also works before the page's scripts do.
 */
export function SignOutButton({ action }: { action: () => Promise<void> }) {
  const queryClient = useQueryClient();
  const [isPending, startSigningOut] = useTransition();

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isPending) startSigningOut(signOut);
  }

  async function signOut() {
    onlineManager.setOnline(false);
    await queryClient.cancelQueries();
    try {
      await action();
    } catch (error) {
      // That it leads elsewhere comes as an error, too.
      unstable_rethrow(error);
      onlineManager.setOnline(true);
      throw error;
    }
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
