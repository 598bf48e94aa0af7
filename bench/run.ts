import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "@/db/embedded-postgres";
import { migrateDatabase } from "@/db/migrate";
import { onShutdown } from "@/lib/on-shutdown";
import { compare, runBench, stopBench } from "./beside";
import { benchInProcess, IN_PROCESS_NAMES } from "./in-process";
import { stopAll } from "./live/installation";
import { LIVE_NAMES, prepareLive } from "./live/live";
import { startReceiverProcess } from "./receiver-process";
import { type Line, printReport } from "./report";

const ROOT = resolve(import.meta.dirname, "..");
const GIVE_UP_MS = 60_000;

/**
 * Prints what this machine does beside the targets of the design; fsync is on, as in production. `npm run bench -- desk` runs that one alone;
 * `--beside DIR` measures another checkout in turns with this one, `--rounds` times.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { beside: { type: "string" }, rounds: { type: "string", default: "3" } },
});
const rounds = Number(values.rounds);
const other = values.beside === undefined ? undefined : resolve(values.beside);
const known = [...LIVE_NAMES, ...IN_PROCESS_NAMES];
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
  process.exit(1);
}
const asked = positionals.length > 0 ? positionals : ["live", ...IN_PROCESS_NAMES];
const live = asked.filter((name) => LIVE_NAMES.includes(name));
const inProcess = asked.filter((name) => IN_PROCESS_NAMES.includes(name));

const directory = await mkdtemp(join(tmpdir(), "replify-bench-"));
// PostgreSQL may run as another user, who must be able to pass through.
await chmod(directory, 0o711);
const postgres = await startEmbeddedPostgres({ dataDir: join(directory, "postgres"), temporary: true });
await migrateDatabase(postgres.ownerUrl, { appUrl: postgres.url });
Object.assign(process.env, {
  DATABASE_URL: postgres.url,
  DATABASE_OWNER_URL: postgres.ownerUrl,
  NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
  ENCRYPTION_KEYS: `bench:${randomBytes(32).toString("base64")}`,
  // The drain is driven by hand, so wake-ups have nowhere to go and say so.
  LOG_LEVEL: "silent",
});
const receiver = await startReceiverProcess();

let isStopping = false;
onShutdown(() => {
  isStopping = true;
  return cleanUp();
}, GIVE_UP_MS);
try {
  printReport([...(await benchLive()), ...(await benchRest())]);
} catch (error) {
  // Ctrl-C breaks off whatever is under way; that is no failure to report.
  if (isStopping) await new Promise(() => {});
  console.error(error);
  process.exitCode = 1;
}
await cleanUp();
process.exit();

async function benchLive(): Promise<Line[]> {
  if (live.length === 0) return [];
  const prepare = (root: string) => prepareLive(root, live, { directory, receiver, postgres });
  const measure = await prepare(ROOT);
  return other ? compare(rounds, measure, await prepare(other)) : measure();
}

async function benchRest(): Promise<Line[]> {
  if (inProcess.length === 0) return [];
  if (!other) return benchInProcess(inProcess, receiver);
  return compare(
    rounds,
    () => runBench(ROOT, inProcess),
    () => runBench(other, inProcess),
  );
}

async function cleanUp(): Promise<void> {
  stopBench();
  await stopAll();
  receiver.stop();
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
}
