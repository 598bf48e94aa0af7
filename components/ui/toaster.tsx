"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { hasToasts, subscribeToFirstToast } from "@/components/toast";
import { useLoaded } from "@/components/use-loaded";
import type { Theme } from "@/lib/theme";
import { SECOND_MS } from "@/lib/time";

const RETRY_MS = 3 * SECOND_MS;

/** Mounted once in the root layout; call `toast`. */
export function Toaster({ theme }: { theme: Theme }) {
  const isNeeded = useSyncExternalStore(subscribeToFirstToast, hasToasts, () => false);
  const isUsed = useIsUsed();
  const Toasts = useLoaded(isNeeded || isUsed, loadToasts, () => {});
  return Toasts && <Toasts theme={theme} />;
}

/** Tries until it is there: most of what it has to say is said while something fails. */
async function loadToasts() {
  for (;;) {
    try {
      return (await import("./toasts")).Toasts;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** Whether the page was clicked or typed into: what comes of that may have to be said when the connection is gone. */
function useIsUsed(): boolean {
  const [isUsed, setIsUsed] = useState(false);
  useEffect(() => {
    if (isUsed) return;
    const note = () => setIsUsed(true);
    const ended = new AbortController();
    for (const type of ["pointerdown", "keydown"]) {
      window.addEventListener(type, note, { signal: ended.signal, capture: true, passive: true });
    }
    return () => ended.abort();
  }, [isUsed]);
  return isUsed;
}
