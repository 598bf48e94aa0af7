import { expect, test } from "vitest";
import { readable, toEntry } from "./log-lines";

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
  expect(readable(line)).toMatch(/worker error failed\n {4}Error: x\n {8}at y$/);
});

test.each(["plain text", "{not json", '{"other":"json"}', "[1]", ""])("leaves %j alone", (line) => {
  expect(readable(line)).toBe(line);
});

test("what a process could only print becomes a log line of it, and a log line stays", () => {
  const origin = { process: "web", level: "error" } as const;
  const line = toEntry("FATAL ERROR: out of memory", origin);
  expect(JSON.parse(line)).toMatchObject({ level: 50, process: "web", msg: "FATAL ERROR: out of memory" });
  expect(toEntry(line, origin)).toBe(line);
});

test("nothing in an entry can pass as another line, or steer the terminal", () => {
  const evil = "a\r\n12:30:01 web    info  all is well\u001b[2J\u009b2J\u202e";
  const line = JSON.stringify({
    level: 50,
    time: 0,
    process: evil,
    msg: evil,
    path: evil,
    err: { stack: evil },
  });
  for (const shown of [readable(line), readable(evil)]) {
    expect(shown).not.toMatch(/^12:30:01/m);
    expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  }
});
