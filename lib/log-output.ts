import { stripVTControlCharacters } from "node:util";
import { log, writeLinesWith } from "@/lib/log";

type Write = (chunk: unknown, ...rest: unknown[]) => boolean;

/** From here on everything that this process prints is a line of the log: what libraries print, warnings, and the error it dies of. */
export function captureOutput(): void {
  const write = process.stdout.write.bind(process.stdout);
  writeLinesWith(together((lines) => write(lines)));
  process.stdout.write = toEntries((text) => log.info(text));
  process.stderr.write = toEntries((text) => log.error(text));
  // Node prints these past the streams.
  process.removeAllListeners("warning");
  process.on("warning", (warning) => log.warn({ err: warning }, "warning"));
  process.on("uncaughtException", (error) => {
    // Next listens too, and has the process go on.
    if (process.listenerCount("uncaughtException") > 1) return;
    log.fatal({ err: error }, "the process ends because of an error that nobody handled");
    process.exit(1);
  });
}

const INFO = '{"level":30,';

/** Lines of one turn of the event loop are written together, as each write costs more than its line. What is more than information can't wait. */
function together(write: (lines: string) => void): (line: string) => void {
  let waiting = "";
  let isEnding = false;
  const flush = () => {
    if (waiting === "") return;
    const lines = waiting;
    waiting = "";
    write(lines);
  };
  process.on("exit", () => {
    isEnding = true;
    flush();
  });
  return (line) => {
    if (waiting === "") setImmediate(flush);
    waiting += line;
    if (isEnding || !line.startsWith(INFO)) flush();
  };
}

/** One entry for each time that something is printed, however many lines it has. */
function toEntries(add: (text: string) => void): Write {
  return (chunk, ...rest) => {
    const text = chunk instanceof Uint8Array ? Buffer.from(chunk).toString("utf8") : String(chunk);
    const plain = stripVTControlCharacters(text).trim();
    if (plain !== "") add(plain);
    const done = rest.at(-1);
    if (typeof done === "function") process.nextTick(done);
    return true;
  };
}
