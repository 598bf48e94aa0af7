import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisTicks, barAfterKey, barAt } from "./chart-scale";

describe("the y axis", () => {
  test("is round", () => {
    expect(axisTicks(0)).toEqual([0, 1]);
    expect(axisTicks(1)).toEqual([0, 1]);
    expect(axisTicks(3)).toEqual([0, 1, 2, 3]);
    expect(axisTicks(12)).toEqual([0, 5, 10, 15]);
    expect(axisTicks(626)).toEqual([0, 200, 400, 600, 800]);
  });

  test("covers every value by few equal whole steps, and wastes less than one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (highest) => {
        const ticks = axisTicks(highest);
        const [zero = Number.NaN, step = Number.NaN] = ticks;
        const top = ticks.at(-1) ?? Number.NaN;
        expect(zero).toBe(0);
        expect(ticks).toEqual(ticks.map((_, index) => index * step));
        expect(String(step)).toMatch(/^[125]0*$/);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(top).toBeGreaterThanOrEqual(highest);
        expect(top - step).toBeLessThan(Math.max(1, highest));
      }),
    );
  });
});

describe("the bar at the pointer", () => {
  const widths = fc.integer({ min: 1, max: 4_000 });
  const counts = fc.integer({ min: 1, max: 100 });

  test("is the one whose column holds it", () => {
    fc.assert(
      fc.property(widths, counts, fc.double({ min: 0, max: 0.999, noNaN: true }), (width, count, share) => {
        const index = barAt(share * width, { width, count });
        expect(index / count).toBeLessThanOrEqual(share + 1e-9);
        expect((index + 1) / count).toBeGreaterThan(share - 1e-9);
      }),
    );
  });

  test("is always one that exists", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e4, max: 1e4 }), counts, (x, count) => {
        expect(barAt(x, { width: 300, count })).toSatisfy((index) => index >= 0 && index < count);
      }),
    );
    expect(barAt(5, { width: 0, count: 24 })).toBe(0);
  });
});

test("the arrow keys walk along all bars, and stop at both ends", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), (count) => {
      const walk = (key: string, from: number) => {
        const seen = [from];
        for (let at = from; seen.length <= count; seen.push(at)) at = barAfterKey(key, at, count) ?? -1;
        return seen;
      };
      expect(walk("ArrowRight", 0)).toEqual([...Array(count).keys(), count - 1]);
      expect(walk("ArrowLeft", count - 1)).toEqual(
        [...Array(count).keys(), count - 1].map((_, i) => Math.max(0, count - 1 - i)),
      );
      expect(barAfterKey("End", 0, count)).toBe(count - 1);
      expect(barAfterKey("Home", count - 1, count)).toBe(0);
      expect(barAfterKey("Tab", 0, count)).toBeUndefined();
    }),
  );
});
