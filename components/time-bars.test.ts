import fc from "fast-check";
import { expect, test } from "vitest";
import { HOUR_MS } from "@/lib/time";
import { spanOf, timeBars } from "./time-bars";

test("what is read of a bar names the time zone, which may change within a chart; the axis is short", () => {
  const bars = timeBars(["2026-10-25T00:00:00Z", "2026-10-25T12:00:00Z"], {
    startOf: (slice) => slice,
    valuesOf: () => [1],
    timeZone: "Europe/Berlin",
  });
  expect(bars.map(({ label, tick }) => [label, tick])).toEqual([
    ["25 Oct, 02:00 CEST", "02:00"],
    ["25 Oct, 13:00 CET", "13:00"],
  ]);
});

test("the spans of slices follow one another without a gap, and the last is as long as the one before", () => {
  const slices = fc.record({
    first: fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
    count: fc.integer({ min: 2, max: 40 }),
    hours: fc.constantFrom(1, 6, 24),
  });
  fc.assert(
    fc.property(slices, ({ first, count, hours }) => {
      const stepMs = hours * HOUR_MS;
      const starts = Array.from({ length: count }, (_, index) =>
        new Date(first.getTime() + index * stepMs).toISOString(),
      );
      const spans = starts.map((_, index) => spanOf(starts, index));
      expect(spans.map(({ from }) => from)).toEqual(starts);
      expect(spans.map(({ to }) => Date.parse(to))).toEqual(
        starts.map((start) => Date.parse(start) + stepMs),
      );
    }),
  );
});
