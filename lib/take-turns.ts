import { setImmediate } from "node:timers/promises";

/** Shorter than anybody notices. */
const TURN_MS = 5;

export type Pause = () => Promise<void>;

/** For long work on the thread that answers everybody: call it between steps, and whoever waits has a turn once 5 ms have gone by. */
export function takeTurns(): Pause {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < TURN_MS) return;
    await setImmediate();
    since = performance.now();
  };
}
