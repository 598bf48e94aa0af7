// What `npm start` runs: plain JavaScript, which is there before anything is built. Building is left to a process that ends before the product starts.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = resolve(import.meta.dirname, "..");
/** What Node has made of the bundles, so that it need not parse them at each start. */
const COMPILED = join(ROOT, "dist", "compile-cache");
const parent = process.ppid;
const bundle = (name) => join(ROOT, "dist", `${name}.mjs`);
const load = (name) => import(pathToFileURL(bundle(name)).href);

if (existsSync(".env")) process.loadEnvFile(".env");
enableCompileCache(COMPILED);
if (!(await isCurrent())) build();
// Of the processes that it starts.
process.env.NODE_COMPILE_CACHE = COMPILED;
await load("start");

async function isCurrent() {
  if (!existsSync(bundle("build-stamp"))) return false;
  const { isBuilt } = await load("build-stamp");
  return isBuilt(process.env);
}

function build() {
  const script = join(import.meta.dirname, "build-for-start.ts");
  const { status } = spawnSync(process.execPath, ["--import", "tsx", script], { stdio: "inherit" });
  // Whoever ends npm during that time ends its shell only.
  const isAlone = process.env.npm_lifecycle_event !== undefined && process.ppid !== parent;
  if (status !== 0 || isAlone) process.exit(status ?? 1);
}
