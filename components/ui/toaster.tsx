"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { hasToasts, subscribeToFirstToast } from "@/components/toast";
import type { Theme } from "@/lib/theme";
import { onDemand } from "./on-demand";

const toasts = onDemand(() => import("./toasts"));

/** Mounted once in the root layout; call `toast`. */
export function Toaster({ theme }: { theme: Theme }) {
  const isNeeded = useSyncExternalStore(subscribeToFirstToast, hasToasts, () => false);
  const isUsed = useIsUsed();
  const parts = toasts.useParts(isNeeded || isUsed);
  return parts && <parts.Toasts theme={theme} />;
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
