const TICKS = 4;

/** Round numbers from 0 up to at least the highest value, at equal steps: what a y axis says. */
export function axisTicks(highest: number): number[] {
  const step = roundStep(Math.max(1, highest) / TICKS);
  const count = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** 1, 2 or 5 times a power of ten, and whole: the charts count things. */
function roundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, atLeast)));
  const factor = [1, 2, 5, 10].find((one) => one * power >= atLeast) ?? 10;
  return factor * power;
}

/** Which of so many bars of equal width is at `x` of the whole width. */
export function barAt(x: number, { width, count }: { width: number; count: number }): number {
  if (width <= 0) return 0;
  return Math.min(count - 1, Math.max(0, Math.floor((x / width) * count)));
}

/** Where a key leads the reading point; undefined for keys that don't move it. */
export function barAfterKey(key: string, current: number, count: number): number | undefined {
  const to = { ArrowRight: current + 1, ArrowLeft: current - 1, Home: 0, End: count - 1 }[key];
  return to === undefined ? undefined : Math.min(count - 1, Math.max(0, to));
}
