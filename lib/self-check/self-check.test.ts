import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startSelfCheck } from "./self-check";

const MINUTE_MS = 60_000;

beforeEach(() => void vi.useFakeTimers());

afterEach(() => {
  vi.useRealTimers();
  Reflect.deleteProperty(Object.prototype, "zz");
});

function start(results: (string | null)[] = []) {
  const ends: string[] = [];
  let tries = 0;
  const probe = async () => results[tries++] ?? null;
  const check = startSelfCheck({ probe, end: (reason) => ends.push(reason) });
  return { check, ends, tries: () => tries };
}

test("a process that was tampered with says so, and ends within ten seconds", async () => {
  const { check, ends } = start();
  expect(check.health()).toBe("starting");
  Reflect.set(Object.prototype, "zz", "a");
  await vi.advanceTimersByTimeAsync(0);
  expect(check.health()).toBe("ok");
  await vi.advanceTimersByTimeAsync(10_000);
  check.stop();
  expect(check.health()).toBe("poisoned");
  expect(ends).toEqual(["built-in objects were changed: Object.prototype.zz"]);
});

test("a failed try is reported until one succeeds, and does not end the process", async () => {
  const { check, ends, tries } = start(["/sign-in answered 500", "/sign-in answered 500", null]);
  const seen = [];
  for (let minute = 0; minute < 4; minute++) {
    await vi.advanceTimersByTimeAsync(minute === 0 ? 0 : MINUTE_MS);
    seen.push(check.health());
  }
  check.stop();
  expect(seen).toEqual(["failing", "failing", "ok", "ok"]);
  expect(ends).toEqual([]);
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
  expect(tries()).toBe(4);
});

test("three failures in a row end the process", async () => {
  const { check, ends } = start(["a", null, "b", "c", "d"]);
  await vi.advanceTimersByTimeAsync(4 * MINUTE_MS);
  check.stop();
  expect(ends).toEqual(["3 checks in a row failed: d"]);
});
