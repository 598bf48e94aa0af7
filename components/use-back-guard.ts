"use client";

import { useEffect, useEffectEvent } from "react";

/**
 * While active, the browser's Back and Forward stay on the page and call `onBlocked` with the key of the entry they were to go to. Browsers hold
 * back one of them for each click or key press, so that no page can lock its reader in: a second Back in a row leaves.
 */
export function useBackGuard(isActive: boolean, onBlocked: (key: string) => void): void {
  const tell = useEffectEvent(onBlocked);

  useEffect(() => {
    // Some browsers don't have it yet; there Back leaves, as ever.
    if (!isActive || !("navigation" in window)) return;
    const block = (event: NavigateEvent) => {
      if (event.navigationType !== "traverse" || !event.cancelable) return;
      event.preventDefault();
      tell(event.destination.key);
    };
    const { navigation } = window;
    navigation.addEventListener("navigate", block);
    return () => navigation.removeEventListener("navigate", block);
  }, [isActive]);
}
