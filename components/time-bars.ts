import { formatShort, formatTick } from "@/lib/time";
import type { ChartBar } from "./chart-types";

/** Labels below a chart; more would run together on a phone. */
const TICKS = 4;

interface TimeBarsOptions<Slice> {
  /** ISO 8601: when the slice begins. */
  startOf(slice: Slice): string;
  valuesOf(slice: Slice): number[];
  timeZone: string;
  /** What the axis says of a slice: its time of day (default), or its day where slices are long. */
  tick?: "time" | "day";
}

/** Bars for slices of time, oldest first. */
export function timeBars<Slice>(
  slices: Slice[],
  { startOf, valuesOf, timeZone, tick = "time" }: TimeBarsOptions<Slice>,
): ChartBar[] {
  const step = Math.ceil(slices.length / TICKS);
  return slices.map((slice, index) => {
    const key = startOf(slice);
    const hasTick = index % step === 0;
    return {
      key,
      label: formatShort(key, timeZone),
      values: valuesOf(slice),
      tick: hasTick ? formatTick(key, timeZone, tick) : undefined,
    };
  });
}

/** The time that a slice stands for, as a list's range: to where the next one begins. */
export function spanOf(starts: string[], index: number): { from: string; to: string } {
  const at = (place: number) => Date.parse(starts[place] ?? "");
  const next = index + 1 < starts.length ? at(index + 1) : at(index) + (at(index) - at(index - 1));
  return { from: new Date(at(index)).toISOString(), to: new Date(next).toISOString() };
}
