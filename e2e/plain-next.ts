import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../scripts/ports";

const ROOT = resolve(import.meta.dirname, "..");
const POLL_MS = 100;

export interface PlainNext {
  url: string;
  stop(): Promise<void>;
}

/** The build and database under test, served by `next start` without server.ts. */
export async function startPlainNext(): Promise<PlainNext> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [join("node_modules", "next", "dist", "bin", "next"), "start", "-H", "127.0.0.1", "-p", String(port)],
    { cwd: ROOT, env: { ...process.env, NODE_ENV: "production", PORT: String(port) }, stdio: "ignore" },
  );
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(`${url}/api/v1/openapi.json`))) {
    if (child.exitCode !== null) throw new Error("next start ended before it answered");
    await sleep(POLL_MS);
  }
  return { url, stop: () => end(child) };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  await exit;
}
