import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { StartupError } from "@/lib/startup-error";

const ROOT = resolve(import.meta.dirname, "..");
const NOT_BUILT = new Set([
  "node_modules",
  "e2e",
  "bench",
  "scripts",
  "test-results",
  "playwright-report",
  "coverage",
  "playwright.config.ts",
  "vitest.config.ts",
  "drizzle.config.ts",
  "knip.json",
  "biome.json",
  "compose.yaml",
  "Dockerfile",
  "next-env.d.ts",
]);
const PROGRESS_MS = 1_000;

/** Builds the app unless `.next` holds the build of exactly these sources. Returns whether it had to. */
export async function ensureBuild(environment: NodeJS.ProcessEnv, root = ROOT): Promise<boolean> {
  const stamp = join(root, ".next", "source-hash");
  const hash = await hashSources(root, environment);
  if (await isCurrent(root, hash)) return false;
  // Without its stamp a build that breaks off halfway can't pass for a whole one.
  await rm(stamp, { force: true }).catch((error) => {
    throw new StartupError(
      `The app has to be built, and ${join(root, ".next")} can't be written (${error.message}): make that directory yours, or build as its owner.`,
    );
  });
  await runBuild(root, environment);
  await mkdir(join(root, ".next"), { recursive: true });
  await writeFile(stamp, hash);
  return true;
}

/** Changes with anything that can change the build: sources, lockfile, Node's major version, public variables. */
export async function hashSources(root: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const dataDir = environment.DATA_DIR ? resolve(root, environment.DATA_DIR) : undefined;
  const hash = createHash("sha256").update(process.version.split(".")[0] ?? "");
  const variables = Object.entries(environment).filter(([name]) => name.startsWith("NEXT_PUBLIC_"));
  hash.update(JSON.stringify(variables.sort()));
  for (const file of (await sourceFiles(root, dataDir)).sort()) {
    const content = await readFile(file);
    hash.update(`\0${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

async function sourceFiles(directory: string, dataDir: string | undefined): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.name.startsWith(".") || NOT_BUILT.has(entry.name) || path === dataDir) continue;
    if (entry.isDirectory()) files.push(...(await sourceFiles(path, dataDir)));
    else if (entry.isFile() && !/\.(test\.tsx?|md|tsbuildinfo)$/.test(entry.name)) files.push(path);
  }
  return files;
}

async function isCurrent(root: string, hash: string): Promise<boolean> {
  const read = (name: string) => readFile(join(root, ".next", name), "utf8").catch(() => undefined);
  return (await read("source-hash")) === hash && (await read("BUILD_ID")) !== undefined;
}

async function runBuild(root: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const done = showProgress("Building the app (only after a change)");
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const child = spawn(process.execPath, [next, "build"], {
    cwd: root,
    env: { ...environment, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const killWithUs = () => child.kill("SIGKILL");
  process.once("exit", killWithUs);
  const code = await new Promise((resolveCode) => child.once("close", resolveCode));
  process.off("exit", killWithUs);
  done();
  if (code !== 0)
    throw new StartupError(`${output.trim()}\n\nThe app could not be built; the reason is above.`);
}

/** One line: counting seconds on a terminal, said once elsewhere. */
function showProgress(text: string): () => void {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const { stdout } = process;
  if (!stdout.isTTY) {
    stdout.write(`${text}…\n`);
    return () => stdout.write(`Built in ${seconds()} s.\n`);
  }
  const draw = () => stdout.write(`\r${text}… ${seconds()} s`);
  draw();
  const timer = setInterval(draw, PROGRESS_MS);
  return () => {
    clearInterval(timer);
    stdout.write("\n");
  };
}
