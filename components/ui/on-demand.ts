import { useEffect, useSyncExternalStore } from "react";

const INTENT_EVENTS = ["pointermove", "pointerdown", "touchstart", "keydown"];
const onIntent = new Set<() => void>();

/**
 * Code that a page does without until something is opened. It is fetched with the first sign of a hand on the page, so that the click that opens
 * finds it there; and at the latest by that click, which then takes effect when it has come.
 */
export function onDemand<Parts>(load: () => Promise<Parts>) {
  let parts: Parts | undefined;
  let isLoading = false;
  const listeners = new Set<() => void>();

  function prepare(): void {
    if (isLoading) return;
    isLoading = true;
    load().then(
      (loaded) => {
        parts = loaded;
        for (const listener of listeners) listener();
      },
      // Without a connection: the next click tries again.
      () => {
        isLoading = false;
      },
    );
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return {
    /** Undefined until they are wanted and have come. */
    useParts(isWanted: boolean): Parts | undefined {
      const loaded = useSyncExternalStore(
        subscribe,
        () => parts,
        () => undefined,
      );
      usePreparation(isWanted, prepare);
      return isWanted ? loaded : undefined;
    },
  };
}

function usePreparation(isWanted: boolean, prepare: () => void): void {
  useEffect(() => {
    if (isWanted) prepare();
    else whenIntended(prepare);
  }, [isWanted, prepare]);
}

function whenIntended(prepare: () => void): void {
  if (onIntent.size === 0)
    for (const type of INTENT_EVENTS) window.addEventListener(type, prepareAll, LISTENING);
  onIntent.add(prepare);
}

const LISTENING = { capture: true, passive: true };

function prepareAll(): void {
  for (const type of INTENT_EVENTS) window.removeEventListener(type, prepareAll, LISTENING);
  for (const prepare of onIntent) prepare();
  onIntent.clear();
}
