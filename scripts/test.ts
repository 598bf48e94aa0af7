import "./check-node";
import { spawn } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import * as z from "zod";
import { findBrowser } from "../e2e/browser";
import { installPrograms } from "../e2e/programs";
import { ensureBuild } from "./build";

const ROOT = resolve(import.meta.dirname, "..");
const RESULTS = join(ROOT, "test-results");
const VITEST = join(RESULTS, "vitest.json");
const PLAYWRIGHT = join(RESULTS, "playwright.json");
const ATTACKS = join(RESULTS, "attacks.txt");

interface Counts {
  passed: number;
  failed: number;
}

interface Stage {
  name: string;
  /** Throws with the output that explains the failure. */
  run: () => Promise<unknown>;
  count?: () => Promise<Counts>;
}

const CHECKS: Stage[] = [
  { name: "Lint", run: () => tool("@biomejs/biome/bin/biome", ["check", "."]) },
  {
    name: "Types",
    run: () => tool("next/dist/bin/next", ["typegen"]).then(() => tool("typescript/bin/tsc", ["--noEmit"])),
  },
  { name: "Unused code and dependencies", run: () => tool("knip/bin/knip.js", []) },
  { name: "Browser", run: findBrowser },
  { name: "Production build", run: () => ensureBuild(process.env) },
];
const PROGRAMS: Stage = { name: "Python, OpenSSL and PHP", run: installPrograms };
const UNIT: Stage = {
  name: "Unit and integration tests",
  run: () =>
    tool("vitest/vitest.mjs", ["run", "--reporter=default", "--reporter=json", `--outputFile=${VITEST}`]),
  count: countVitest,
};
const PRODUCT: Stage = {
  name: "Browser and API tests",
  run: () => tool("@playwright/test/cli.js", ["test"]).finally(printAttacks),
  count: countPlaywright,
};

const total: Counts = { passed: 0, failed: 0 };
/** The first failure ends what runs beside it. */
const broken = new AbortController();
await rm(RESULTS, { recursive: true, force: true });
await mkdir(RESULTS, { recursive: true });
// Checks and build keep one core busy at a time, unit tests often wait.
await Promise.all([runInTurn(CHECKS), runInTurn([PROGRAMS, UNIT])]);
await runInTurn([PRODUCT]);
const summary = `${total.passed} passed, ${total.failed} failed`;
await writeFile(join(RESULTS, "summary.txt"), `${summary}\n`);
console.log(summary);
process.exitCode = total.failed === 0 ? 0 : 1;

async function runInTurn(stages: Stage[]): Promise<void> {
  for (const stage of stages) {
    if (broken.signal.aborted) return;
    await runStage(stage);
  }
}

async function runStage({ name, run, count }: Stage): Promise<void> {
  console.log(`${name} …`);
  const began = Date.now();
  const failure = await run().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  // Another stage failed, and said so.
  if (broken.signal.aborted) return console.log(`${name}: broken off after ${seconds} s`);
  const counts: Counts = (await count?.().catch(() => undefined)) ?? { passed: 0, failed: 0 };
  total.passed += counts.passed;
  // A stage can fail without a failing test: a file that does not load, a server that does not start.
  total.failed += failure === undefined ? counts.failed : Math.max(1, counts.failed);
  if (failure === undefined && counts.failed === 0) {
    console.log(`${name}: ok, ${count ? `${counts.passed} tests, ` : ""}${seconds} s`);
    return;
  }
  broken.abort();
  console.log(`${failure ?? ""}\n${name}: failed after ${seconds} s`);
}

/** Runs a tool of node_modules on this Node; its output is kept for the case that it fails. */
async function tool(script: string, args: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, "node_modules", script), ...args], {
    cwd: ROOT,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    signal: broken.signal,
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.stderr.on("data", (chunk) => output.push(chunk));
  const code = await new Promise((resolveCode, reject) =>
    child.once("error", reject).once("close", resolveCode),
  );
  if (code !== 0) throw new Error(Buffer.concat(output).toString("utf8"));
}

async function countVitest(): Promise<Counts> {
  const report = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
  const { numPassedTests, numFailedTests } = report.parse(JSON.parse(await readFile(VITEST, "utf8")));
  return { passed: numPassedTests, failed: numFailedTests };
}

/** What was tried against the product, and what held. */
async function printAttacks(): Promise<void> {
  console.log(await readFile(ATTACKS, "utf8").catch(() => ""));
}

async function countPlaywright(): Promise<Counts> {
  const report = z.object({ stats: z.object({ expected: z.number(), unexpected: z.number() }) });
  const { stats } = report.parse(JSON.parse(await readFile(PLAYWRIGHT, "utf8")));
  return { passed: stats.expected, failed: stats.unexpected };
}
