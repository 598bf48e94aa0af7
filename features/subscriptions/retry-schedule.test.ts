import { describe, expect, it } from "vitest";
import { describeSchedule, formatSpan, scheduledAttempts } from "./retry-schedule";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("describeSchedule", () => {
  it.each([
    [[5, 30, 120, 600, 1800], "6 attempts over 43 min"],
    [[5, 30, 120], "4 attempts over 3 min"],
    [[5, 30, 120, 600, 1800, 7200, 18_000, 36_000], "9 attempts over 17 h 43 min"],
    [[1], "2 attempts over 1 s"],
    [[], "1 attempt, no retries"],
    [Array.from({ length: 12 }, () => 86_400), "13 attempts over 12 d"],
  ])("says what %j amounts to", (delays, text) => {
    expect(plain(describeSchedule(delays))).toBe(text);
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

describe("scheduledAttempts", () => {
  it("adds the delays up", () => {
    expect(scheduledAttempts([5, 30])).toEqual([
      { number: 1, delaySeconds: 0, elapsedSeconds: 0 },
      { number: 2, delaySeconds: 5, elapsedSeconds: 5 },
      { number: 3, delaySeconds: 30, elapsedSeconds: 35 },
    ]);
  });
});
