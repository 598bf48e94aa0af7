import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { redact } from "@/lib/log";
import { escapeCharacter } from "@/lib/quoting";

const LEVELS: Record<number, string> = {
  10: "trace",
  20: "debug",
  30: "info",
  40: "warn",
  50: "error",
  60: "fatal",
};

interface Origin {
  process: string;
  level: "info" | "error";
}

/** Passes a child's log on: as JSON lines to a file or collector, as readable lines to a terminal. */
export function relayLog(stream: Readable, out: NodeJS.WriteStream, origin: Origin): void {
  createInterface({ input: stream }).on("line", (line) => {
    out.write(`${out.isTTY ? readable(line) : toEntry(line, origin)}\n`);
  });
}

/** A log line as it is; what a process could only print, e.g. because it ran out of memory, as one. */
export function toEntry(line: string, { process, level }: Origin): string {
  if (parse(line)) return line;
  const number = Object.keys(LEVELS).find((key) => LEVELS[Number(key)] === level);
  return redact(JSON.stringify({ level: Number(number), time: Date.now(), process, msg: line }));
}

/** `12:30:01 web   warn  slow query  ms=312` for a JSON line; anything else is left alone but for what would steer the terminal. */
export function readable(line: string): string {
  const entry = parse(line);
  if (!entry) return inert(line);
  const { level, time, process: name, msg, err, pid: _pid, hostname: _hostname, ...rest } = entry;
  const clock = new Date(Number(time)).toTimeString().slice(0, 8);
  const fields = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const head = `${clock} ${inert(String(name ?? "")).padEnd(6)} ${(LEVELS[Number(level)] ?? "info").padEnd(5)} `;
  const stack = isRecord(err) ? String(err.stack ?? err.message) : "";
  const [first = "", ...more] = `${msg ?? ""}`.split("\n");
  // Only our own lines begin at the left.
  const below = [...more, ...(stack ? stack.split("\n") : [])].map((text) => `\n    ${inert(text)}`);
  return head + [first, ...fields].map(inert).join("  ") + below.join("");
}

/** Without the characters by which a terminal moves its cursor or changes the direction of text. */
function inert(text: string): string {
  return text.replace(/(?!\t)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, escapeCharacter);
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) && "level" in value && "time" in value ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
