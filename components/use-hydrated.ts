import { useSyncExternalStore } from "react";

/** False on the server and until React took the page over. What is typed into a script-driven form before that would be lost. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    subscribeNever,
    () => true,
    () => false,
  );
}

function subscribeNever(): () => void {
  return () => {};
}
