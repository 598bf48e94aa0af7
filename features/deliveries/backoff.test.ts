import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { delaysOf, nextDelayMs, parseRetryAfter, RETRY_POLICIES } from "./backoff";

const NOW = Date.parse("2026-01-15T12:00:00Z");
const exact = { random: () => 0, timeScale: 1 };

const failures = fc.record({
  delaysSeconds: fc.array(fc.integer({ min: 1, max: 86_400 }), { minLength: 1, maxLength: 12 }),
  attempt: fc.integer({ min: 1, max: 14 }),
  retryAfterMs: fc.option(fc.nat({ max: 1e9 })),
  statusCode: fc.option(fc.constantFrom(429, 503, 500, 404)),
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map((value) => () => value),
  timeScale: fc.constantFrom(1, 0.01),
});

describe("RETRY_POLICIES", () => {
  it("are the published schedules", () => {
    expect(RETRY_POLICIES).toEqual({
      standard: [5, 30, 120, 600, 1800],
      short: [5, 30, 120],
      extended: [5, 30, 120, 600, 1800, 7200, 18_000, 36_000],
    });
    expect(delaysOf("short")).toEqual([5, 30, 120]);
    expect(delaysOf({ delaysSeconds: [1, 86_400] })).toEqual([1, 86_400]);
  });
});

describe("nextDelayMs", () => {
  it("walks through the schedule and ends with it", () => {
    const delays = [1, 2, 3, 4, 5, 6].map((attempt) =>
      nextDelayMs({ ...exact, delaysSeconds: RETRY_POLICIES.standard, attempt }),
    );
    expect(delays).toEqual([5000, 30_000, 120_000, 600_000, 1_800_000, null]);
  });

  it("adds at most 8 % and never takes any away", () => {
    fc.assert(
      fc.property(failures, (failed) => {
        const { delaysSeconds, attempt, timeScale } = failed;
        const delay = nextDelayMs({ ...failed, retryAfterMs: null });
        const step = delaysSeconds[attempt - 1];
        expect(delay === null).toBe(step === undefined);
        fc.pre(step !== undefined);
        expect(delay).toBeGreaterThanOrEqual(step * 1000 * timeScale);
        expect(delay).toBeLessThanOrEqual(step * 1080 * timeScale + 1);
      }),
    );
  });

  it("spreads equal failures over the jitter", () => {
    const at = (value: number) =>
      nextDelayMs({ delaysSeconds: [100], attempt: 1, random: () => value, timeScale: 1 });
    expect([at(0), at(0.5), at(0.999_999_9)]).toEqual([100_000, 104_000, 108_000]);
  });

  it.each([
    [429, 1, 5000],
    [429, 7000, 7000],
    [503, 7000, 7000],
    [503, 60_000, 10_000],
    [500, 7000, 5000],
    [null, 7000, 5000],
    [429, null, 5000],
  ])("after %s with Retry-After of %s ms waits %i ms", (statusCode, retryAfterMs, expected) => {
    const delay = nextDelayMs({ ...exact, delaysSeconds: [5], attempt: 1, statusCode, retryAfterMs });
    expect(delay).toBe(expected);
  });

  it("stays within one and two steps whatever the receiver asks for", () => {
    fc.assert(
      fc.property(failures, (failed) => {
        const delay = nextDelayMs(failed);
        const step = failed.delaysSeconds[failed.attempt - 1];
        fc.pre(step !== undefined && delay !== null);
        expect(delay).toBeGreaterThanOrEqual(step * 1000 * failed.timeScale);
        expect(delay).toBeLessThanOrEqual(step * 2000 * failed.timeScale + 1);
      }),
    );
  });
});

describe("parseRetryAfter", () => {
  it.each([
    ["0", 0],
    ["7", 7000],
    [" 120 ", 120_000],
    ["Thu, 15 Jan 2026 12:00:30 GMT", 30_000],
    ["Thursday, 15-Jan-26 12:00:30 GMT", 30_000],
    ["Thu Jan 15 12:00:30 2026", 30_000],
    ["Thu, 15 Jan 2026 11:00:00 GMT", 0],
    ["9".repeat(400), 172_800_000],
  ])("reads %j", (header, expected) => {
    expect(parseRetryAfter(header, NOW)).toBe(expected);
  });

  it.each([
    "",
    "soon",
    "-5",
    "1.5",
    "5, 7",
    "0x10",
    "2026-01-15T12:00:30Z",
    "Thu, 99 Jan 2026 12:00:30 GMT",
    null,
    undefined,
  ])("does not read %j", (header) => {
    expect(parseRetryAfter(header, NOW)).toBeNull();
  });

  it("takes any text without a negative or unbounded answer", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,30}$/)), (text) => {
        const delay = parseRetryAfter(text, NOW);
        expect(delay === null || (delay >= 0 && Number.isSafeInteger(delay))).toBe(true);
      }),
    );
  });
});
