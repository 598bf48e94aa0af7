import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { relayLog } from "./log-lines";

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** A process that lived this long starts again without delay history. */
const STABLE_MS = 60_000;
const STOP_LIMIT_MS = 15_000;

export interface Supervised {
  pid(): number | undefined;
  /** Settles at the first exit, whatever happens next. */
  firstExit: Promise<string>;
  /** Ends it and starts it again at once. */
  restart(): void;
  stop(): Promise<void>;
}

interface Program {
  name: "web" | "worker";
  /** Arguments for node. */
  args: string[];
  environment: NodeJS.ProcessEnv;
  onStart: () => void;
}

/** Runs a program until told to stop, starting it again with growing delays whenever it ends by itself. */
export function supervise(program: Program): Supervised {
  let child: ChildProcess;
  let isStopping = false;
  let isRestarting = false;
  let delay = FIRST_DELAY_MS;
  let firstExit = (_how: string) => {};

  const start = () => {
    const began = Date.now();
    child = launch(program);
    program.onStart();
    child.once("exit", async (code, signal) => {
      const how = signal ? `signal ${signal}` : `exit code ${code}`;
      firstExit(how);
      if (isStopping) return;
      if (!isRestarting) {
        if (Date.now() - began > STABLE_MS) delay = FIRST_DELAY_MS;
        console.log(`The ${program.name} process ended (${how}); starting it again in ${delay / 1000} s.`);
        await sleep(delay);
        delay = Math.min(delay * 2, LONGEST_DELAY_MS);
      }
      isRestarting = false;
      if (!isStopping) start();
    });
  };

  const exited = new Promise<string>((resolve) => {
    firstExit = resolve;
  });
  start();
  return {
    pid: () => child.pid,
    firstExit: exited,
    restart: () => {
      isRestarting = true;
      child.kill("SIGTERM");
    },
    stop: async () => {
      isStopping = true;
      await end(child);
    },
  };
}

function launch({ name, args, environment }: Program): ChildProcess {
  const child = spawn(process.execPath, args, {
    env: { ...environment, REPLIFY_PROCESS: name },
    // The channel carries no messages: when it closes, the child knows that we are gone.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // In its own process group, so that Ctrl-C reaches only us and everything ends in order.
    detached: true,
  });
  child.on("error", (error) => console.error(`The ${name} process could not be started: ${error.message}.`));
  if (child.stdout) relayLog(child.stdout, process.stdout, { process: name, level: "info" });
  if (child.stderr) relayLog(child.stderr, process.stderr, { process: name, level: "error" });
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  const kill = setTimeout(() => killGroup(child.pid), STOP_LIMIT_MS);
  await exit;
  clearTimeout(kill);
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // Gone in the meantime.
  }
}
