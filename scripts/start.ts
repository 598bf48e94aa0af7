import "./check-node";
import { existsSync } from "node:fs";
import { get } from "node:http";
import { userOf } from "@/db/app-role";
import { requireEncryptionKeys } from "@/db/encryption-keys";
import { migrateDatabase } from "@/db/migrate";
import { onShutdown } from "@/lib/on-shutdown";
import { StartupError } from "@/lib/startup-error";
import { createInitialAdmin, hasUsers } from "./first-admin";
import { freePort, requireFreePort } from "./ports";
import { keepPostgres } from "./postgres";
import { programArguments } from "./programs";
import { writeRunFile } from "./run-file";
import { readSettings, type Settings } from "./settings";
import { type Supervised, supervise } from "./supervise";
import { onSourceChange } from "./watch";

/** Longer than the processes (15 s) and the database (30 s) may take to end one after the other. */
const GIVE_UP_MS = 55_000;
const READY_POLL_MS = 50;
const NODE_FLAGS = [
  // Without the accessor the usual name for a prototype leads nowhere.
  "--disable-proto=delete",
  // By itself Node lets short-lived objects fill 48 MB before it looks at them, and never gives that back.
  "--max-semi-space-size=4",
];
/** glibc keeps freed memory in up to eight areas per core, each for itself. */
const FEW_ARENAS = "2";
const UNRESTRAINED =
  "DATABASE_URL is also the owner of the tables, so the audit log is protected by triggers only; set DATABASE_OWNER_URL to separate the two.";

const isDev = process.argv.includes("--dev");
/** What has to be stopped, in the order it was started. */
const running: (() => Promise<unknown>)[] = [];

let isStopping = false;

onShutdown(() => {
  isStopping = true;
  return stopAll();
}, GIVE_UP_MS);
try {
  await start();
} catch (error) {
  // Ctrl-C breaks off whatever is under way; that is no failure to report.
  if (isStopping) await new Promise(() => {});
  console.error(error instanceof StartupError ? error.message : error);
  await stopAll();
  process.exit(1);
}

async function start(): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const settings = await readSettings(process.env);
  await requireFreePort(settings);
  const databaseUrl = await prepareDatabase(settings);
  await requireEncryptionKeys(databaseUrl, settings.environment.ENCRYPTION_KEYS ?? "");
  const environment: NodeJS.ProcessEnv = {
    MALLOC_ARENA_MAX: FEW_ARENAS,
    ...settings.environment,
    NODE_ENV: isDev ? "development" : "production",
    DATABASE_URL: databaseUrl,
  };
  await createInitialAdmin(environment);

  const { web, worker } = await startProcesses(settings, environment);
  running.push(() => Promise.all([web.stop(), worker.stop()]));
  if (isDev) onSourceChange(worker.restart);
  await webIsReady(settings, web);
  await announce(settings, environment);
}

/** Migrates as the owner, and returns the URL of the role that everything else uses. */
async function prepareDatabase(settings: Settings): Promise<string> {
  const { databaseUrl, ownerUrl } = settings;
  if (!databaseUrl || !ownerUrl) {
    const embedded = await startPostgres(settings);
    await migrateDatabase(embedded.ownerUrl, { appUrl: embedded.url });
    return embedded.url;
  }
  await migrateDatabase(ownerUrl, { appUrl: databaseUrl });
  if (userOf(ownerUrl) === userOf(databaseUrl)) console.log(UNRESTRAINED);
  return databaseUrl;
}

async function startPostgres(settings: Settings): Promise<{ url: string; ownerUrl: string }> {
  const database = await keepPostgres(settings.dataDir, {
    onLost: async (sentence) => {
      console.error(sentence);
      await stopAll();
      process.exit(1);
    },
  });
  running.push(database.stop);
  return database;
}

async function startProcesses(settings: Settings, environment: NodeJS.ProcessEnv) {
  const { INNGEST_BASE_URL: inngestServer } = environment;
  const enginePort = environment.ENGINE_PORT ?? String(await freePort());
  // Without an Inngest server the worker is one, and the web process sends its events there.
  const engine = inngestServer ? {} : { INNGEST_BASE_URL: `http://127.0.0.1:${enginePort}` };
  const argumentsOf = (name: "web" | "worker") => [...NODE_FLAGS, ...programArguments(name, { isDev })];
  const processes: { web?: Supervised; worker?: Supervised } = {};
  const record = () =>
    writeRunFile(settings.dataDir, {
      url: settings.appUrl,
      databaseUrl: environment.DATABASE_URL ?? "",
      supervisor: process.pid,
      web: processes.web?.pid(),
      worker: processes.worker?.pid(),
    });
  const web = supervise({
    name: "web",
    args: [...argumentsOf("web"), ...(isDev ? ["--dev"] : [])],
    environment: { ...environment, ...engine },
    onStart: record,
  });
  processes.web = web;
  const worker = supervise({
    name: "worker",
    args: argumentsOf("worker"),
    environment: { ...environment, ...(inngestServer ? {} : { ENGINE_PORT: enginePort }) },
    onStart: record,
  });
  processes.worker = worker;
  record();
  return { web, worker };
}

async function webIsReady({ host, port }: Settings, web: Supervised): Promise<void> {
  const address = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  let ended: string | undefined;
  void web.firstExit.then((how) => {
    ended = how;
  });
  while (!(await answers(`http://${address}:${port}/readyz`))) {
    if (ended)
      throw new StartupError(
        `The web process ended before it was ready (${ended}); the lines above say why.`,
      );
    await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS));
  }
}

/** Not by `fetch`, which is worth more memory than all else here. */
function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on("error", () => resolve(false));
  });
}

async function announce(settings: Settings, environment: NodeJS.ProcessEnv): Promise<void> {
  console.log(`\nReplify is ready: ${settings.appUrl}`);
  if (!(await hasUsers(environment.DATABASE_URL ?? ""))) {
    console.log(
      `Create the first admin here (works once): ${settings.appUrl}/setup?token=${settings.setupToken}`,
    );
  }
  console.log(settings.egress);
}

async function stopAll(): Promise<void> {
  for (const stop of running.splice(0).reverse()) await stop();
}
