import { useEffect, useState, useSyncExternalStore } from "react";
import { SECOND_MS } from "@/lib/time";

const INTENT_EVENTS = ["pointermove", "pointerdown", "touchstart", "keydown"];
const RETRY_MS = 3 * SECOND_MS;
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
    /** Undefined until they are wanted and have come; from then on they stay, so that the closing of what was opened can be seen. */
    useParts(isWanted: boolean): Parts | undefined {
      const [wasWanted, setWasWanted] = useState(isWanted);
      if (isWanted && !wasWanted) setWasWanted(true);
      const loaded = useSyncExternalStore(
        subscribe,
        () => parts,
        () => undefined,
      );
      usePreparation(wasWanted && loaded === undefined, prepare);
      return wasWanted ? loaded : undefined;
    },
  };
}

/** Without a connection it tries until it is there, so that what was clicked comes with it. */
function usePreparation(isAwaited: boolean, prepare: () => void): void {
  useEffect(() => {
    if (!isAwaited) {
      whenIntended(prepare);
      return;
    }
    prepare();
    const timer = setInterval(prepare, RETRY_MS);
    return () => clearInterval(timer);
  }, [isAwaited, prepare]);
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
