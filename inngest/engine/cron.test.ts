import { expect, test } from "vitest";
import { nextOccurrence } from "@/inngest/engine/schedule";

const after = new Date("2026-03-28T12:00:00Z");

test.each([
  ["*/15 * * * *", "2026-03-28T12:15:00.000Z"],
  ["@hourly", "2026-03-28T13:00:00.000Z"],
  ["TZ=America/New_York 0 9 * * *", "2026-03-28T13:00:00.000Z"],
  // Paris moves its clocks forward that night.
  ["TZ=Europe/Paris 0 9 * * 0", "2026-03-29T07:00:00.000Z"],
])("%s comes next at %s", (cron, expected) => {
  expect(nextOccurrence(cron, after)?.toISOString()).toBe(expected);
});

test("a bad expression is an error", () => {
  expect(() => nextOccurrence("every day", after)).toThrow();
});
