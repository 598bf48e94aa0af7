import { processWide } from "@/lib/process-wide";

const GIVE_UP_MS = 15_000;
const PARENT_POLL_MS = 250;

const beforeExitWork = processWide("before exit", () => new Set<() => Promise<void>>());

/** Has `work` done after the process stopped serving and before it exits; it may not fail the shutdown. */
export function beforeExit(work: () => Promise<void>): void {
  beforeExitWork.add(work);
}

/**
 * Runs `stop` once and what `beforeExit` was told, then exits 0: on SIGTERM, SIGINT or SIGHUP, and when the process that started this one is gone
 * (its IPC channel closes, or npm's shell was ended). Exits 1 if `stop` fails or takes longer than `giveUpMs`.
 */
export function onShutdown(stop: (reason: string) => Promise<void>, giveUpMs = GIVE_UP_MS): void {
  let started = false;
  const begin = async (reason: string) => {
    // Ctrl-C reaches us twice when a script runner passes it on.
    if (started) return;
    started = true;
    setTimeout(() => process.exit(1), giveUpMs).unref();
    try {
      await stop(reason);
      await Promise.allSettled([...beforeExitWork].map((work) => work()));
      process.exit(0);
    } catch (error) {
      process.stderr.write(`Stopping failed: ${error instanceof Error ? error.stack : error}\n`);
      process.exit(1);
    }
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void begin(signal));
  if (process.channel) {
    process.once("disconnect", () => void begin("disconnect"));
    // The channel must not be what keeps a process alive.
    process.channel.unref();
    // Whoever read our log may be gone first, and writing to nobody must not cut the drain short.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  } else if (process.env.npm_lifecycle_event) {
    watchParent(() => void begin("parent"));
  }
}

/** npm passes a SIGTERM on to the shell that it runs scripts in, and that shell dies of it without telling us. */
function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, PARENT_POLL_MS);
  timer.unref();
}
