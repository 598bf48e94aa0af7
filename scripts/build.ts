import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT_ROOT } from "@/lib/project-root";
import { StartupError } from "@/lib/startup-error";
import { hashSources, type Output, removeStamp, staleOutputs, writeStamp } from "./build-stamp";
import { bundlePrograms } from "./bundle";
import { compressStatic } from "./compress-static";

const PROGRESS_MS = 1_000;

const BUILD: Record<Output, (root: string, environment: NodeJS.ProcessEnv) => Promise<void>> = {
  pages: buildPages,
  programs: bundlePrograms,
};

/** Builds what isn't of exactly these sources. Returns whether it had to. */
export async function ensureBuild(environment: NodeJS.ProcessEnv, root = PROJECT_ROOT): Promise<boolean> {
  const hashes = hashSources(root, environment);
  const stale = staleOutputs(root, hashes);
  if (stale.length === 0) return false;
  const done = showProgress("Building the app (only after a change)");
  try {
    for (const output of stale) {
      removeStamp(root, output);
      await BUILD[output](root, environment);
      writeStamp(root, output, hashes[output]);
    }
  } finally {
    done();
  }
  return true;
}

async function buildPages(root: string, environment: NodeJS.ProcessEnv): Promise<void> {
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
  if (code !== 0)
    throw new StartupError(`${output.trim()}\n\nThe app could not be built; the reason is above.`);
  await mkdir(join(root, ".next"), { recursive: true });
  await compressStatic(root);
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
