import { formatShort } from "@/lib/time";
import type { ChartBar } from "./bar-chart";

/** Labels below a chart besides the last; more would run together on a phone. */
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
    const label = formatShort(key, timeZone);
    const [day, time] = label.split(", ");
    const hasTick = index % step === 0 || index === slices.length - 1;
    return { key, label, values: valuesOf(slice), tick: hasTick ? { day, time }[tick] : undefined };
  });
}
