import { describe, expect, it } from "vitest";
import { describeSchedule, scheduledAttempts } from "./retry-schedule";

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

describe("scheduledAttempts", () => {
  it("adds the delays up", () => {
    expect(scheduledAttempts([5, 30])).toEqual([
      { number: 1, delaySeconds: 0, elapsedSeconds: 0 },
      { number: 2, delaySeconds: 5, elapsedSeconds: 5 },
      { number: 3, delaySeconds: 30, elapsedSeconds: 35 },
    ]);
  });
});
