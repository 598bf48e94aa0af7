import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DAY_MS,
  formatAbsolute,
  formatCountdown,
  formatDuration,
  formatRelative,
  formatShort,
  formatSpan,
  HOUR_MS,
  isTimeZone,
  MINUTE_MS,
  SECOND_MS,
} from "./time";

const NOW = Date.UTC(2025, 10, 22, 13, 2, 7);
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("formatRelative", () => {
  it.each([
    [-2 * SECOND_MS, "just now"],
    [2 * SECOND_MS, "just now"],
    [-59 * SECOND_MS, "59 s ago"],
    [-MINUTE_MS, "1 min ago"],
    [-59 * MINUTE_MS - 59 * SECOND_MS, "59 min ago"],
    [-47 * HOUR_MS, "47 h ago"],
    [-48 * HOUR_MS, "2 d ago"],
    [9 * DAY_MS, "in 9 d"],
    [-61 * DAY_MS, "22 Sept 2025"],
  ])("%i ms from now reads %s", (delta, expected) => {
    expect(plain(formatRelative(NOW + delta, NOW))).toBe(expected);
  });

  it("names a date it cannot read instead of printing NaN", () => {
    expect(formatRelative("yesterday", NOW)).toBe("unknown time");
    expect(formatAbsolute("", "UTC")).toBe("unknown time");
  });
});

describe("absolute formats", () => {
  it("names the zone", () => {
    expect(formatAbsolute(NOW, "UTC")).toBe("22 Nov 2025, 13:02:07 UTC");
    expect(formatAbsolute(NOW, "Europe/Berlin")).toBe("22 Nov 2025, 14:02:07 CET");
  });

  it("writes midnight as 00", () => {
    expect(formatShort(Date.UTC(2025, 0, 1))).toBe("1 Jan, 00:00 UTC");
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [84.4, "84 ms"],
    [999.6, "1 s"],
    [1_234, "1.2 s"],
    [9_960, "10 s"],
    [59_600, "1 min"],
    [252_000, "4 min 12 s"],
    [HOUR_MS, "1 h"],
    [23 * HOUR_MS + 12 * MINUTE_MS, "23 h 12 min"],
    [3 * DAY_MS + 4 * HOUR_MS, "3 d 4 h"],
    [Number.NaN, "unknown"],
  ])("%d ms reads %s", (ms, expected) => {
    expect(plain(formatDuration(ms))).toBe(expected);
  });
});

describe("formatSpan", () => {
  it.each([
    [45, "45 s"],
    [60, "1 min"],
    [90, "90 s"],
    [3599, "1 h"],
    [3600, "1 h"],
    [86_399, "1 d"],
    [273_600, "3 d 4 h"],
  ])("writes %d seconds", (seconds, text) => {
    expect(plain(formatSpan(seconds))).toBe(text);
  });
});

describe("formatCountdown", () => {
  it("reaches zero only when the time is over", () => {
    expect(plain(formatCountdown(1))).toBe("1 s");
    expect(plain(formatCountdown(0))).toBe("0 s");
    expect(plain(formatCountdown(-5_000))).toBe("0 s");
  });

  it("never shows more time for less remaining", () => {
    fc.assert(
      fc.property(fc.nat(30 * DAY_MS), (ms) => {
        expect(seconds(formatCountdown(ms))).toBeLessThanOrEqual(seconds(formatCountdown(ms + SECOND_MS)));
      }),
    );
  });
});

describe("isTimeZone", () => {
  it("accepts real zones only", () => {
    expect(isTimeZone("Europe/Berlin")).toBe(true);
    expect(isTimeZone("Mars/Olympus")).toBe(false);
    expect(isTimeZone(undefined)).toBe(false);
  });
});

function seconds(text: string): number {
  const unitSeconds: Record<string, number> = { d: 86_400, h: 3_600, m: 60, s: 1 };
  return [...text.matchAll(/(\d+)\u00a0([dhms])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (unitSeconds[unit ?? ""] ?? Number.NaN),
    0,
  );
}
