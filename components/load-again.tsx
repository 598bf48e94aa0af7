"use client";

import { type ComponentType, useLayoutEffect, useRef, useState } from "react";
import { Button } from "./ui/button";
import { useLoaded } from "./use-loaded";

/**
 * For `dynamic`: the component, or, where its code could not be fetched, a button in its place that tries again. `dynamic` alone would take the whole page
 * down then, and keep the failure for as long as the page is open.
 *
 *     const Log = dynamic(() => orLoadAgain(() => import("./log").then(({ Log }) => Log)), { loading });
 */
export async function orLoadAgain<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): Promise<ComponentType<Props>> {
  try {
    return await load();
  } catch {
    return withLoadAgain(load);
  }
}

function withLoadAgain<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return function LoadAgain(props: Props) {
    const [isTrying, setIsTrying] = useState(true);
    const content = useRef<HTMLDivElement>(null);
    const wasAsked = useRef(false);
    const Loaded = useLoaded(isTrying, load, () => setIsTrying(false));
    const isLoaded = Loaded !== null;
    useLayoutEffect(() => {
      // The button is gone, and the focus with it unless it was moved on meanwhile.
      if (isLoaded && wasAsked.current && document.activeElement === document.body) content.current?.focus();
    }, [isLoaded]);

    function tryAgain() {
      wasAsked.current = true;
      setIsTrying(true);
    }

    if (Loaded)
      return (
        <div ref={content} tabIndex={-1} className="min-w-0 focus-visible:outline-none">
          <Loaded {...props} />
        </div>
      );
    return (
      <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
        This part of the page could not be loaded.
        <Button size="sm" isPending={isTrying} onClick={tryAgain}>
          Try again
        </Button>
      </div>
    );
  };
}
