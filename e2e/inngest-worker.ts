import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { freePort } from "../scripts/ports";
import { EVENT_KEY, type FakeInngest, SIGNING_KEY } from "./fake-inngest";

const ROOT = resolve(import.meta.dirname, "..");

export interface InngestWorker {
  url: string;
  /** What it has logged so far. */
  log(): string;
  isRunning(): boolean;
  /** Resolves to its exit code, or the signal that ended it. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<number | string>;
}

interface WorkerOptions {
  inngest: FakeInngest;
  databaseUrl: string;
  environment?: Record<string, string>;
}

/** Starts the worker as a process, driven by an Inngest server, and waits until it has registered there. */
export async function startInngestWorker(options: WorkerOptions): Promise<InngestWorker> {
  const { inngest, databaseUrl, environment } = options;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "inngest/worker.ts"],
    {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        ...process.env,
        REPLIFY_PROCESS: "worker",
        LOG_LEVEL: "info",
        DATABASE_URL: databaseUrl,
        APP_URL: "http://localhost:3000",
        INNGEST_BASE_URL: inngest.url,
        INNGEST_SERVE_ORIGIN: url,
        INNGEST_SIGNING_KEY: SIGNING_KEY,
        INNGEST_EVENT_KEY: EVENT_KEY,
        INNGEST_SIGNING_KEY_FALLBACK: "",
        INNGEST_APP_ID: "",
        WORKER_HOST: "",
        ENGINE_PORT: String(port),
        ...environment,
      },
    },
  );
  const exit = once(child, "exit");
  let log = "";
  const registered = new Promise<void>((done) => {
    const read = (chunk: Buffer) => {
      log += chunk;
      if (log.includes("registered with the Inngest server")) done();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
  });
  const isRunning = () => isAlive(child);
  await Promise.race([registered, exit]);
  if (!isRunning()) throw new Error(`The worker did not start:\n${log}`);
  return {
    url,
    log: () => log,
    isRunning,
    async end(signal) {
      if (isRunning()) child.kill(signal);
      const [code, killedBy] = await exit;
      return code ?? killedBy;
    },
  };
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
