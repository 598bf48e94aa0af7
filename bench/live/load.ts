import { setTimeout as sleep } from "node:timers/promises";
import { perSecond } from "../report";

interface Load {
  /** How long each call took, in milliseconds. */
  samples: number[];
  perSecond: number;
}

/** Calls again and again, so many at once. */
export async function loadFor(ms: number, atOnce: number, call: () => Promise<unknown>): Promise<Load> {
  const until = performance.now() + ms;
  return load(atOnce, () => performance.now() < until, call);
}

/** Calls so often in all, so many at once. */
export async function loadOf(count: number, atOnce: number, call: () => Promise<unknown>): Promise<Load> {
  let left = count;
  return load(atOnce, () => left-- > 0, call);
}

async function load(atOnce: number, goesOn: () => boolean, call: () => Promise<unknown>): Promise<Load> {
  const samples: number[] = [];
  const began = performance.now();
  const lane = async () => {
    while (goesOn()) {
      const started = performance.now();
      await call();
      samples.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { samples, perSecond: perSecond(samples.length, performance.now() - began) };
}

/** Calls at a steady rate, whatever each call takes. */
export async function pace(count: number, rate: number, call: () => Promise<unknown>): Promise<void> {
  const calls: Promise<unknown>[] = [];
  const began = performance.now();
  for (let index = 0; index < count; index++) {
    await sleep(Math.max(0, began + (index * 1000) / rate - performance.now()));
    calls.push(call());
  }
  await Promise.all(calls);
}
