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

/** Runs one piece of work at a time, in the order they came. Null at once where more than `maxWaiting` wait already. */
export function oneAtATime(maxWaiting: number) {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(work: () => Promise<Result>): Promise<Result> | null => {
    if (waiting >= maxWaiting) return null;
    waiting++;
    const run = last.then(work).finally(() => waiting--);
    last = run.catch(() => undefined);
    return run;
  };
}
