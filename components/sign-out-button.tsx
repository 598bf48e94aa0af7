"use client";

import { useQueryClient } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { Button } from "./ui/button";

/** Stops what is still being fetched: asked without a session, it would be refused. */
export function SignOutButton({ action }: { action: () => Promise<void> }) {
  const queryClient = useQueryClient();
  return (
    <form action={action} onSubmit={() => void queryClient.cancelQueries()}>
      <Button type="submit" variant="ghost" size="icon" aria-label="Sign out" title="Sign out">
        <LogOut aria-hidden />
      </Button>
    </form>
  );
}
