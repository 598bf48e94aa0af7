import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

const LEVELS: Record<number, string> = {
  10: "trace",
  20: "debug",
  30: "info",
  40: "warn",
  50: "error",
  60: "fatal",
};

/** Passes a child's log on: as it is to a file or collector, as readable lines to a terminal. */
export function relayLog(stream: Readable, out: NodeJS.WriteStream): void {
  createInterface({ input: stream }).on("line", (line) => {
    out.write(`${out.isTTY ? readable(line) : line}\n`);
  });
}

/** `12:30:01 web   warn  slow query  ms=312` for a JSON line; anything else is left alone. */
export function readable(line: string): string {
  const entry = parse(line);
  if (!entry) return line;
  const { level, time, process: name, msg, err, pid: _pid, hostname: _hostname, ...rest } = entry;
  const clock = new Date(Number(time)).toTimeString().slice(0, 8);
  const fields = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const head = `${clock} ${String(name ?? "").padEnd(6)} ${(LEVELS[Number(level)] ?? "info").padEnd(5)} ${msg ?? ""}`;
  const stack = isRecord(err) ? `\n${err.stack ?? err.message}` : "";
  return [head, ...fields].join("  ") + stack;
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
