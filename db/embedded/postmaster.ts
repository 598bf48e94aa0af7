import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile, rm, truncate } from "node:fs/promises";
import { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type Cluster, postgresEnvironment } from "./cluster";
import { explainOutput } from "./failures";
import type { SystemUser } from "./system-user";

const run = promisify(execFile);
const POLL_MS = 50;
const LOG_LIMIT_BYTES = 5_000_000;
const STOP_TIMEOUT_S = 30;

export interface Runtime {
  binaries: string;
  user: SystemUser;
}

interface Launch extends Runtime {
  port: number;
  flags: Record<string, string>;
  /** What to delete once Postgres is gone for good. */
  remove: string[];
}

/** Starts Postgres and returns once it takes connections; fails with the reason its log gives. */
export async function launch(
  cluster: Cluster,
  { binaries, user, port, flags, remove }: Launch,
): Promise<{ child: ChildProcess; release: () => void }> {
  const { file, start } = await openLog(cluster.logFile);
  const settings = Object.entries({
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port: String(port),
    ...flags,
  }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(join(binaries, "postgres"), ["-D", cluster.path, ...settings], {
    ...user,
    cwd: cluster.path,
    env: postgresEnvironment(),
    stdio: ["ignore", file.fd, file.fd],
    // In its own process group: Ctrl-C must reach us alone, so that the app drains before its database goes.
    detached: true,
  });
  const release = child.pid ? guard(cluster, { pid: child.pid, remove }) : () => {};
  let failure: Error | undefined;
  child.on("error", (error) => {
    failure = error;
  });
  try {
    while (!(await isReady(cluster.path, child.pid))) {
      if (failure || hasExited(child)) {
        const output = failure ? String(failure) : (await readFile(cluster.logFile, "utf8")).slice(start);
        release();
        throw explainOutput({ output, cluster: cluster.path, logFile: cluster.logFile });
      }
      await sleep(POLL_MS);
    }
  } finally {
    await file.close();
  }
  return { child, release };
}

/** Stops whatever runs on the cluster: politely, then for certain. */
export async function stopPostmaster(cluster: Cluster, { binaries, user }: Runtime): Promise<void> {
  const stop = (mode: string) =>
    run(
      join(binaries, "pg_ctl"),
      ["stop", `--pgdata=${cluster.path}`, `--mode=${mode}`, "--wait", `--timeout=${STOP_TIMEOUT_S}`],
      { ...user, cwd: "/", env: postgresEnvironment() },
    );
  try {
    await stop("fast");
  } catch {
    // Also when nothing runs any more, which is what we want.
    await stop("immediate").catch(() => {});
  }
}

export async function waitForExit(child: ChildProcess): Promise<void> {
  if (!hasExited(child)) await once(child, "exit");
}

/**
 * A shell of a few kilobytes that stops Postgres when this process is gone, however it went:
 * its input is a pipe that only we hold open. Returns what ends it.
 */
function guard(cluster: Cluster, { pid, remove }: { pid: number; remove: string[] }): () => void {
  if (process.platform === "win32") return () => {};
  const script = `pid="$1"; lock="$2"; shift 2
read -r _
if [ "$(head -n 1 "$lock" 2>/dev/null)" = "$pid" ]; then kill -INT "$pid"; fi
if [ $# -gt 0 ]; then while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done; rm -rf "$@"; fi`;
  const lock = join(cluster.path, "postmaster.pid");
  const shell = spawn("/bin/sh", ["-c", script, "sh", String(pid), lock, ...remove], {
    cwd: "/",
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  shell.on("error", () => {});
  shell.stdin.on("error", () => {});
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return () => shell.stdin.end();
}

/** The Postgres that already runs on this cluster; a lock file left by a dead one, or whose number is somebody else's now, is cleared. */
export async function findRunning(cluster: Cluster): Promise<{ port: number } | undefined> {
  const lines = await readLockFile(cluster.path);
  const pid = Number(lines[0]);
  if (!(pid > 0)) return undefined;
  if (isAlive(pid) && (await commandLine(pid)).includes(cluster.path)) return { port: Number(lines[3]) };
  await rm(join(cluster.path, "postmaster.pid"), { force: true });
  return undefined;
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function isReady(path: string, pid: number | undefined): Promise<boolean> {
  const lines = await readLockFile(path);
  // Line 8 is the status that pg_ctl reads too.
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
}

async function readLockFile(path: string): Promise<string[]> {
  const text = await readFile(join(path, "postmaster.pid"), "utf8").catch(() => "");
  return text.split("\n");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function commandLine(pid: number): Promise<string> {
  try {
    if (process.platform === "linux") return await readFile(`/proc/${pid}/cmdline`, "utf8");
    return (await run("ps", ["-o", "args=", "-p", String(pid)])).stdout;
  } catch {
    return "";
  }
}

async function openLog(path: string) {
  const file = await open(path, "a", 0o600);
  const { size } = await file.stat();
  if (size <= LOG_LIMIT_BYTES) return { file, start: size };
  await truncate(path);
  return { file, start: 0 };
}
