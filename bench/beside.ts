import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { npmScript } from "../e2e/npm-script";
import { type Line, readReport } from "./report";

let child: ChildProcess | undefined;

/** Measures two builds in turns, so that what else the machine does falls on both; of each row the middle one counts. */
export async function compare(
  rounds: number,
  measureThis: () => Promise<Line[]>,
  measureOther: () => Promise<Line[]>,
): Promise<Line[]> {
  const ours: Line[] = [];
  const others: Line[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(...(await measureThis()));
    others.push(...(await measureOther()));
  }
  const rows = Map.groupBy(ours, ({ what }) => what);
  return [...rows].flatMap(([what, lines]) => {
    const line = middle(lines);
    if (!line) return [];
    const beside = middle(others.filter((other) => other.what === what))?.measured ?? "";
    return [{ ...line, beside, ratio: ratioOf(line.measured, beside) }];
  });
}

/** What the benchmarks of a checkout print that run in their own process: they can only load their own code. */
export async function runBench(root: string, names: string[]): Promise<Line[]> {
  const started = spawn(process.execPath, [...(await npmScript(root, "bench")), ...names], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  child = started;
  const [output, [code]] = await Promise.all([text(started.stdout), once(started, "close")]);
  child = undefined;
  if (code !== 0) throw new Error(`The benchmarks of ${root} ended with ${code}:\n${output}`);
  return readReport(output);
}

export function stopBench(): void {
  child?.kill("SIGTERM");
}

function middle(lines: Line[]): Line | undefined {
  const sorted = lines.toSorted((a, b) => numberIn(a.measured) - numberIn(b.measured));
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

function ratioOf(measured: string, beside: string): string {
  const ratio = numberIn(measured) / numberIn(beside);
  return Number.isFinite(ratio) ? `${ratio.toFixed(2)} ×` : "";
}

/** The first one, which a row is compared by: 3.2 of "p95 3.2 ms", 2841 of "2841/s (0.30 × bare)". */
function numberIn(measured: string): number {
  return Number(/(?:^| )([\d.]+)/.exec(measured)?.[1]);
}
