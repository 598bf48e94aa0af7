import fc from "fast-check";
import { expect, test } from "vitest";
import { createHostRates } from "./host-rates";

test("a second's calls go at once, the next ones evenly, and those beyond another second are put off", () => {
  const rates = createHostRates(new Map([["slow.test", 2]]), () => 0);
  const turns = Array.from({ length: 6 }, () => rates.take("slow.test"));
  expect(turns).toEqual([0, 0, 500, 1000, null, null]);
  expect(rates.look("slow.test")).toEqual({ inTurn: 0, ahead: 2, untilMs: 500, isUnused: false });
  expect(rates.take("other.test")).toBe(0);
});

test("what goes before those who wait is counted, and is no more than another second's calls", () => {
  let at = 0;
  const rates = createHostRates(new Map([["slow.test", 2]]), () => at);
  for (let taken = 0; taken < 4; taken++) rates.take("slow.test");
  expect([1, 2, 3].map(() => rates.takeAhead("slow.test"))).toEqual([true, true, false]);
  at = 1000;
  expect(rates.take("slow.test")).toBeNull();
  at = 1500;
  expect(rates.take("slow.test")).toBe(1000);
});

test("of a host that gets one call in ten seconds, one may go before those who wait", () => {
  const rates = createHostRates(new Map([["slow.test", 0.1]]), () => 0);
  expect([rates.take("slow.test"), rates.take("slow.test")]).toEqual([0, null]);
  expect([rates.takeAhead("slow.test"), rates.takeAhead("slow.test")]).toEqual([true, false]);
});

test("a host without a rate gets as many calls as there are", () => {
  const rates = createHostRates(new Map([["slow.test", 1]]), () => 0);
  for (let taken = 0; taken < 100_000; taken++) {
    if (rates.take("fast.test") !== 0) expect.fail(`call ${taken} has to wait`);
  }
  expect(rates.takeAhead("fast.test")).toBe(true);
  expect(rates.look("fast.test")).toMatchObject({ inTurn: Infinity, untilMs: 0, isUnused: true });
});

test("a final dot makes no other host", () => {
  const rates = createHostRates(new Map([["slow.test", 1]]), () => 0);
  expect(["slow.test", "slow.test.", "slow.test."].map((host) => rates.take(host))).toEqual([0, 1000, null]);
});

test("hosts that are not named share the rate of *, each for itself", () => {
  const rates = createHostRates(new Map([["*", 1]]), () => 0);
  for (const host of ["a.test", "b.test"])
    expect([rates.take(host), rates.take(host), rates.take(host)]).toEqual([0, 1000, null]);
});

const calls = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 400 }), isAhead: fc.boolean() }), {
  minLength: 1,
  maxLength: 200,
});
const anyRate = fc.double({ min: 0.1, max: 500, noNaN: true });

test("whenever calls come, no window of time has more than its share and one second's calls", () => {
  fc.assert(
    fc.property(anyRate, calls, (rate, made) => {
      let at = 0;
      const rates = createHostRates(new Map([["*", rate]]), () => at);
      const sent: number[] = [];
      for (const { gap } of made) {
        at += gap;
        const waitMs = rates.take("host.test");
        if (waitMs !== null) sent.push(at + waitMs);
      }
      expectWithin(sent, rate, Math.max(Math.floor(rate), 1));
    }),
    { numRuns: 50 },
  );
});

test("with calls that go before others, none has more than two seconds' calls and one beyond its share", () => {
  fc.assert(
    fc.property(anyRate, calls, (rate, made) => {
      let at = 0;
      const rates = createHostRates(new Map([["*", rate]]), () => at);
      const sent: number[] = [];
      for (const { gap, isAhead } of made) {
        at += gap;
        if (isAhead) {
          if (rates.takeAhead("host.test")) sent.push(at);
        } else {
          const waitMs = rates.take("host.test");
          if (waitMs !== null) sent.push(at + waitMs);
        }
      }
      expectWithin(
        sent.toSorted((a, b) => a - b),
        rate,
        3 * Math.max(rate, 1) + 1,
      );
    }),
    { numRuns: 50 },
  );
});

test("it tells how many turns there are, whatever was taken before", () => {
  fc.assert(
    fc.property(anyRate, calls, (rate, made) => {
      let at = 0;
      const rates = createHostRates(new Map([["*", rate]]), () => at);
      for (const { gap, isAhead } of made) {
        at += gap;
        const { inTurn, ahead } = rates.look("host.test");
        const isTaken = isAhead ? rates.takeAhead("host.test") : rates.take("host.test") !== null;
        expect(isTaken).toBe((isAhead ? ahead : inTurn) > 0);
      }
    }),
    { numRuns: 50 },
  );
});

/** However many went at once, `sent` has in each window no more than its share of the rate and `burst`. */
function expectWithin(sent: number[], rate: number, burst: number): void {
  for (let from = 0; from < sent.length; from++) {
    for (let to = from; to < sent.length; to++) {
      const seconds = ((sent[to] ?? 0) - (sent[from] ?? 0)) / 1000;
      expect(to - from + 1).toBeLessThanOrEqual(burst + seconds * rate + 1e-6);
    }
  }
}
