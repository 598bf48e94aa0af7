import { log } from "@/lib/log";
import { watchPrototypes } from "./prototypes";

const PROTOTYPES_EVERY_MS = 10_000;
const PROBE_EVERY_MS = 60_000;
const FAILURES_MAX = 3;

export type Health = "starting" | "ok" | "poisoned" | "failing";

export interface SelfCheck {
  /** What was found last. */
  health(): Health;
  stop(): void;
}

interface Options {
  /** Tries out whether this process still does its work; null for yes, else what went wrong. Must not reject. */
  probe?: () => Promise<string | null>;
  /** Ends the process, so that whoever started it starts it afresh. */
  end?: (reason: string) => void;
}

/**
 * Looks every 10 s whether anything changed what all objects inherit; at once, and then each minute, whether a try succeeds. A process that was
 * tampered with, or failed three tries in a row, can't be trusted to notice much else: it ends.
 */
export function startSelfCheck({ probe, end = exit }: Options = {}): SelfCheck {
  const changes = watchPrototypes();
  let health: Health = probe ? "starting" : "ok";
  let failures = 0;

  const look = () => {
    const found = changesSafely(changes);
    if (found.length === 0) return;
    health = "poisoned";
    end(`built-in objects were changed: ${found.join(", ")}`);
  };
  const tryOut = async () => {
    const problem = await probe?.();
    if (health === "poisoned") return;
    failures = problem ? failures + 1 : 0;
    health = problem ? "failing" : "ok";
    if (problem) log.warn({ problem, failures }, "the process failed its own check");
    if (failures >= FAILURES_MAX) end(`${failures} checks in a row failed: ${problem}`);
  };

  const timers = [setInterval(look, PROTOTYPES_EVERY_MS)];
  if (probe) timers.push(setInterval(() => void tryOut(), PROBE_EVERY_MS));
  for (const timer of timers) timer.unref();
  if (probe) void tryOut();
  return {
    health: () => health,
    stop: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

/** What was changed may be what the comparison itself works with. */
function changesSafely(changes: () => string[]): string[] {
  try {
    return changes();
  } catch (error) {
    return [`something that makes the comparison fail (${error})`];
  }
}

/** At once: draining would let the process answer on. */
function exit(reason: string): void {
  try {
    log.fatal({ reason }, "the process ends itself, to be started afresh");
  } finally {
    process.exit(1);
  }
}
