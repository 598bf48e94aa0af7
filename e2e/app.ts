import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SETTING_NAMES } from "@/lib/env";
import { freePort } from "../scripts/ports";
import { readRunFile } from "../scripts/run-file";
import { copyDataTemplate } from "./data-template";
import { npmScript } from "./npm-script";

const ROOT = resolve(import.meta.dirname, "..");
const READY_LIMIT_MS = 300_000;
const POLL_MS = 100;

/** Settings of whoever runs the tests, or of their .env file, must not reach the app under test. Empty counts as unset. */
const CLEARED = Object.fromEntries([...SETTING_NAMES, "NODE_OPTIONS"].map((name) => [name, ""]));

export interface App {
  url: string;
  /** The one-time link that the log offers while there is no user. */
  setupUrl: string | undefined;
  logFile: string;
  databaseUrl: string;
  dataDir: string;
  webPid(): number;
  workerPid(): number;
  /** Of the process that starts the other two again when they die. */
  supervisorPid(): number;
  /** The lines of its log that warn or report an error: for whoever looks into a failed test. */
  problems(): Promise<string>;
  /** Ends everything and deletes the data, unless told to keep it for another start. */
  stop(options?: { keepData?: boolean }): Promise<void>;
}

export interface AppOptions {
  /** Names the log file in test-results. */
  name?: string;
  /** The checkout to start; this one unless given. */
  root?: string;
  environment?: Record<string, string>;
  /** An earlier app's, to start it again. */
  dataDir?: string;
  /** Begins with nothing, as on a new machine, rather than with an empty database that is made already. */
  isFirstStart?: boolean;
  port?: number;
}

/** Starts the product as `npm start` does, on a data directory and port of its own. */
export async function startApp(options: AppOptions = {}): Promise<App> {
  const { name = "app", root = ROOT, environment = {} } = options;
  const dataDir = options.dataDir ?? join(tmpdir(), `replify-e2e-${randomUUID()}`);
  if (!options.dataDir && !options.isFirstStart) copyDataTemplate(dataDir);
  const port = options.port ?? (await freePort());
  const logFile = join(ROOT, "test-results", `${name}-${port}.log`);
  const child = await launch(root, logFile, {
    ...process.env,
    ...CLEARED,
    DATA_DIR: dataDir,
    PORT: String(port),
    ...environment,
  });
  const stop = async ({ keepData = false } = {}) => {
    await end(child);
    if (!keepData) await rm(dataDir, { recursive: true, force: true });
  };
  const log = await readUntilReady(child, logFile).catch(async (error) => {
    await stop();
    throw error;
  });
  return {
    url: readRunFile(dataDir).url,
    setupUrl: /^Create the first admin .*?(http\S+)$/m.exec(log)?.[1],
    logFile,
    databaseUrl: readRunFile(dataDir).databaseUrl,
    dataDir,
    webPid: () => running(readRunFile(dataDir).web),
    workerPid: () => running(readRunFile(dataDir).worker),
    supervisorPid: () => readRunFile(dataDir).supervisor,
    problems: async () => (await readFile(logFile, "utf8")).match(/^\{"level":[456]0.*$/gm)?.join("\n") ?? "",
    stop,
  };
}

async function launch(root: string, logFile: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  await mkdir(join(ROOT, "test-results"), { recursive: true });
  const log = await open(logFile, "w");
  const child = spawn(process.execPath, await npmScript(root, "start"), {
    cwd: root,
    env,
    // The channel ends the app if the test runner is killed; the group keeps Ctrl-C for the runner's own teardown.
    stdio: ["ignore", log.fd, log.fd, "ipc"],
    detached: true,
  });
  await log.close();
  return child;
}

async function readUntilReady(child: ChildProcess, logFile: string): Promise<string> {
  const deadline = Date.now() + READY_LIMIT_MS;
  for (;;) {
    const log = await readFile(logFile, "utf8");
    // The line after the ready line and the optional link is the last one of a start.
    if (/^Replify is ready: [\s\S]*^Outgoing webhooks: /m.test(log)) return log;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The app did not start:\n${log}`);
    if (Date.now() > deadline)
      throw new Error(`The app was not ready after ${READY_LIMIT_MS / 1000} s:\n${log}`);
    await sleep(POLL_MS);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  await exit;
}

function running(pid: number | undefined): number {
  if (pid === undefined) throw new Error("The process is not running.");
  return pid;
}
