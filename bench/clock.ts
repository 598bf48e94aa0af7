/** Milliseconds of the wall clock, finer than `Date.now()` and the same in every process of this machine. */
export function wallClockMs(): number {
  return performance.timeOrigin + performance.now();
}
