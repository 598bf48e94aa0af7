import fc from "fast-check";
import { expect, test } from "vitest";
import { createHostRates } from "./host-rates";

test("a second's calls go at once, the next ones evenly, and those beyond another second are put off", () => {
  const rates = createHostRates(new Map([["slow.test", 2]]), () => 0);
  const turns = Array.from({ length: 6 }, () => rates.take("slow.test"));
  expect(turns).toEqual([
    { waitMs: 0, isTaken: true },
    { waitMs: 0, isTaken: true },
    { waitMs: 500, isTaken: true },
    { waitMs: 1000, isTaken: true },
    { waitMs: 1500, isTaken: false },
    { waitMs: 1500, isTaken: false },
  ]);
  expect(rates.take("other.test")).toEqual({ waitMs: 0, isTaken: true });
});

test("hosts that are not named share the rate of *, each for itself", () => {
  const rates = createHostRates(new Map([["*", 1]]), () => 0);
  for (const host of ["a.test", "b.test"]) {
    expect(rates.take(host)).toEqual({ waitMs: 0, isTaken: true });
    expect(rates.take(host)).toEqual({ waitMs: 1000, isTaken: true });
  }
});

test("whenever calls come, no window of time has more than its share and one second's calls", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 500, noNaN: true }),
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 }),
      (rate, gaps) => {
        let at = 0;
        const rates = createHostRates(new Map([["*", rate]]), () => at);
        const sent: number[] = [];
        for (const gap of gaps) {
          at += gap;
          const { waitMs, isTaken } = rates.take("host.test");
          if (isTaken) sent.push(at + waitMs);
        }
        for (let from = 0; from < sent.length; from++) {
          for (let to = from; to < sent.length; to++) {
            const seconds = ((sent[to] ?? 0) - (sent[from] ?? 0)) / 1000;
            expect(to - from + 1).toBeLessThanOrEqual(Math.max(Math.floor(rate), 1) + seconds * rate + 1e-6);
          }
        }
      },
    ),
    { numRuns: 50 },
  );
});
