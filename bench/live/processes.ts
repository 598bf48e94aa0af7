import { readdir, readFile } from "node:fs/promises";
import type { App } from "../../e2e/app";

const ROLES = ["web", "worker", "supervisor", "Postgres"] as const;
type Role = (typeof ROLES)[number];
export type Usage = Record<Role, number>;

/** Linux counts in hundredths of a second. */
const TICKS_PER_SECOND = 100;
const KILOBYTES_PER_MB = 1000;

interface Process {
  pid: number;
  parent: number;
  name: string;
  /** With that of its children that have ended: Postgres' backends come and go. */
  cpuSeconds: number;
}

/** The processor time that the product has used since it began, in seconds. */
export async function cpuOf(app: App): Promise<Usage> {
  return sumOf(app, ({ cpuSeconds }) => cpuSeconds);
}

/** Its memory in MB, each shared page counted once: proportional set size. */
export async function memoryOf(app: App): Promise<Usage> {
  return sumOf(app, async ({ pid }) => {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) / KILOBYTES_PER_MB;
  });
}

export function totalOf(usage: Usage): number {
  return ROLES.reduce((total, role) => total + usage[role], 0);
}

/** What was used between two looks, divided by `parts`. */
export function usedBetween(before: Usage, after: Usage, parts = 1): Usage {
  return usageOf((role) => (after[role] - before[role]) / parts);
}

export function describeUsage(usage: Usage, digits: number): string {
  return ROLES.map((role) => `${role} ${usage[role].toFixed(digits)}`).join(", ");
}

async function sumOf(app: App, amountOf: (process: Process) => number | Promise<number>): Promise<Usage> {
  const usage = usageOf(() => 0);
  for (const [process, role] of await processesOf(app)) usage[role] += await amountOf(process);
  return usage;
}

function usageOf(amountOf: (role: Role) => number): Usage {
  return {
    web: amountOf("web"),
    worker: amountOf("worker"),
    supervisor: amountOf("supervisor"),
    Postgres: amountOf("Postgres"),
  };
}

/** All that descends from the supervisor, each with the part it plays. */
async function processesOf(app: App): Promise<[Process, Role][]> {
  const children = Map.groupBy(await allProcesses(), ({ parent }) => parent);
  const roles = new Map<number, Role>([
    [app.webPid(), "web"],
    [app.workerPid(), "worker"],
  ]);
  const below = (pid: number, inherited: Role): [Process, Role][] =>
    (children.get(pid) ?? []).flatMap((process) => {
      const role = process.name === "postgres" ? "Postgres" : (roles.get(process.pid) ?? inherited);
      return [[process, role] as [Process, Role], ...below(process.pid, role)];
    });
  const supervisor = await readProcess(app.supervisorPid());
  return [
    ...(supervisor ? [[supervisor, "supervisor"] as [Process, Role]] : []),
    ...below(app.supervisorPid(), "supervisor"),
  ];
}

async function allProcesses(): Promise<Process[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const processes = await Promise.all(pids.map((pid) => readProcess(Number(pid))));
  return processes.filter((process) => process !== undefined);
}

async function readProcess(pid: number): Promise<Process | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name may hold anything. After it: state, parent, nine numbers, and the times in user and system mode, own and of children.
  const match = /\((.*)\) \S (\d+)(?: -?\d+){9} (\d+) (\d+) (\d+) (\d+)/s.exec(stat);
  if (!match) return undefined;
  const [, name = "", parent, ...ticks] = match;
  const cpuSeconds = ticks.reduce((total, text) => total + Number(text), 0) / TICKS_PER_SECOND;
  return { pid, parent: Number(parent), name, cpuSeconds };
}
