// What `npm start` runs: plain JavaScript, which is there before anything is built. Building is left to a process that ends before the product starts.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const bundle = (name) => new URL(`../dist/${name}.mjs`, import.meta.url);
const parent = process.ppid;

if (existsSync(".env")) process.loadEnvFile(".env");
if (!(await isCurrent())) build();
await import(bundle("start"));

async function isCurrent() {
  if (!existsSync(bundle("build-stamp"))) return false;
  const { isBuilt } = await import(bundle("build-stamp"));
  return isBuilt(process.env);
}

function build() {
  const script = new URL("build-for-start.ts", import.meta.url).pathname;
  const { status } = spawnSync(process.execPath, ["--import", "tsx", script], { stdio: "inherit" });
  // Whoever ends npm during that time ends its shell only.
  const isAlone = process.env.npm_lifecycle_event !== undefined && process.ppid !== parent;
  if (status !== 0 || isAlone) process.exit(status ?? 1);
}
