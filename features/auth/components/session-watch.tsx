"use client";

import { onlineManager, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { signInHref } from "@/features/auth/links";
import { ApiError } from "@/lib/api-client";

/**
 * Says so when the session ended while a page was open. It does not leave by itself: a half-filled form would be lost.
 * Who leaves the signed-in pages leaves no answers behind for the next person at this browser.
 */
export function SessionWatch() {
  const queryClient = useQueryClient();
  const [isEnded, setIsEnded] = useState(false);

  useEffect(() => {
    const note = (event: { type: string; action?: { type: string; error?: unknown } }) => {
      if (event.type !== "updated") return;
      // Signed in again in another tab.
      if (event.action?.type === "success") setIsEnded(false);
      if (event.action?.type !== "error") return;
      if (event.action.error instanceof ApiError && event.action.error.status === 401) setIsEnded(true);
    };
    const stops = [
      queryClient.getQueryCache().subscribe(note),
      queryClient.getMutationCache().subscribe(note),
    ];
    return () => {
      for (const stop of stops) stop();
      queryClient.clear();
      // Signing out had it fetch nothing more.
      onlineManager.setOnline(true);
    };
  }, [queryClient]);

  if (!isEnded) return null;
  return (
    <div
      role="alert"
      className="pointer-events-auto flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg border border-border bg-warning-soft px-4 py-1.5 text-sm shadow-md"
    >
      You were signed out. Sign in to carry on.
      <Button size="sm" onClick={() => location.assign(signInHref(location.pathname + location.search))}>
        Sign in
      </Button>
    </div>
  );
}
