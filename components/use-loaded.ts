import { useEffect, useEffectEvent, useState } from "react";

/**
 * A component whose code is loaded once it is wanted; until then, and where that fails, null. Unlike `next/dynamic`, a failure
 * leaves the page as it is, and the next time it is wanted is the next try. Where nobody has to hear of one: `onDemand`, which tries until it is there.
 */
export function useLoaded<Component>(
  isWanted: boolean,
  load: () => Promise<Component>,
  onFailure: () => void,
): Component | null {
  const [loaded, setLoaded] = useState<{ component: Component } | null>(null);
  const start = useEffectEvent(load);
  const fail = useEffectEvent(onFailure);
  const isNeeded = isWanted && loaded === null;
  useEffect(() => {
    if (!isNeeded) return;
    let isCurrent = true;
    start().then(
      (component) => isCurrent && setLoaded({ component }),
      () => isCurrent && fail(),
    );
    return () => {
      isCurrent = false;
    };
  }, [isNeeded]);
  return loaded?.component ?? null;
}
