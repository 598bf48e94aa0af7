import { expect, test } from "vitest";
import { readable } from "./log-lines";

test("a JSON line becomes one a person can read", () => {
  const time = new Date(2026, 0, 2, 12, 30, 1).getTime();
  const line = JSON.stringify({
    level: 40,
    time,
    process: "web",
    msg: "slow query",
    ms: 312,
    table: "events",
  });
  expect(readable(line)).toBe("12:30:01 web    warn  slow query  ms=312  table=events");
});

test("an error keeps its stack", () => {
  const line = JSON.stringify({
    level: 50,
    time: 0,
    process: "worker",
    msg: "failed",
    err: { stack: "Error: x\n    at y" },
  });
  expect(readable(line)).toMatch(/worker error failed\nError: x\n {4}at y$/);
});

test.each(["plain text", "{not json", '{"other":"json"}', "[1]", ""])("leaves %j alone", (line) => {
  expect(readable(line)).toBe(line);
});
