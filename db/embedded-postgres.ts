import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { totalmem } from "node:os";
import { dirname, resolve } from "node:path";
import postgres from "postgres";
import { StartupError } from "@/lib/startup-error";
import { postgresBinaries } from "./embedded/binaries";
import {
  APP_ROLE,
  type Cluster,
  initialiseCluster,
  openCluster,
  SHARED_ROOT,
  SUPERUSER,
} from "./embedded/cluster";
import { errorCode, explainFileError } from "./embedded/failures";
import { findRunning, launch, type Runtime, stopPostmaster, waitForExit } from "./embedded/postmaster";
import { systemUser } from "./embedded/system-user";

const DATABASE = "replify";
/** Held in the cluster's own `postgres` database by the process that owns the cluster. */
const OWNER_LOCK = 7_201_999;
const LARGE_MEMORY_BYTES = 4 * 1024 ** 3;

interface DatabaseUrls {
  /** The superuser's: for migrations, never for the application. */
  ownerUrl: string;
  /** The application's; its role is there once `migrateDatabase(ownerUrl, { appUrl: url })` has run. */
  url: string;
}

export interface EmbeddedPostgres extends DatabaseUrls {
  port: number;
  /** Settles when Postgres ended without being asked to. */
  died: Promise<void>;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataDir: string;
  /** Preferred; another free one is taken if it is in use. */
  port?: number;
  /** Postgres settings, e.g. `{ fsync: "off" }`. */
  flags?: Record<string, string>;
  /** Removes the whole data directory afterwards, even if this process is killed. */
  temporary?: boolean;
  log?: (line: string) => void;
}

/** Starts the PostgreSQL that npm brings on a data directory of ours, making it first if need be; it ends with this process. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, flags = {}, temporary = false, log = () => {} } = options;
  const user = await systemUser();
  const cluster = await openCluster(dataDir, { user, log });
  const copyTo = "uid" in user ? SHARED_ROOT : resolve(dataDir);
  const runtime = { user, binaries: await postgresBinaries(user, { copyTo, log }) };
  await stopOrphan(cluster, runtime, { dataDir, log });
  await initialiseCluster(cluster, runtime);

  const port = await freePort(options.port ?? cluster.port);
  const remove = temporary ? [resolve(dataDir), dirname(cluster.path)] : [];
  const launched = launch(cluster, { ...runtime, port, flags: { ...defaultFlags(), ...flags }, remove });
  const { child, release } = await launched.catch((error) => {
    throw explainFileError(error, cluster.path);
  });
  let stopping = false;
  const died = new Promise<void>((resolveDied) => {
    child.once("exit", () => {
      if (!stopping) resolveDied();
    });
  });
  const stop = async () => {
    stopping = true;
    await owner.end({ timeout: 1 });
    await stopPostmaster(cluster, runtime);
    await waitForExit(child);
    release();
    for (const path of remove) await rm(path, { recursive: true, force: true });
  };

  const owner = connect(cluster, port);
  try {
    await own(owner, dataDir);
    await cluster.rememberPort(port);
    await createDatabase(owner);
  } catch (error) {
    await stop();
    throw explainFileError(error, cluster.path);
  }
  return { ...urlsOf(cluster, port), port, died, stop };
}

/** The Postgres that runs on a data directory, whoever started it, or else one that runs until `stop`. */
export async function reachEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<DatabaseUrls & { stop: () => Promise<void> }> {
  const { dataDir, log = () => {} } = options;
  const cluster = await openCluster(dataDir, { user: await systemUser(), log });
  const running = await findRunning(cluster);
  if (!running) return startEmbeddedPostgres(options);
  return { ...urlsOf(cluster, running.port), stop: async () => {} };
}

function urlsOf(cluster: Cluster, port: number): DatabaseUrls {
  const place = `127.0.0.1:${port}/${DATABASE}`;
  return {
    ownerUrl: `postgres://${SUPERUSER}:${cluster.password}@${place}`,
    url: `postgres://${APP_ROLE}:${cluster.appPassword}@${place}`,
  };
}

/** A Postgres whose owner was killed is stopped; one whose owner lives is left alone, and we are the ones to give up. */
async function stopOrphan(
  cluster: Cluster,
  runtime: Runtime,
  { dataDir, log }: { dataDir: string; log: (line: string) => void },
): Promise<void> {
  const running = await findRunning(cluster);
  if (!running) return;
  const owner = connect(cluster, running.port);
  try {
    await own(owner, dataDir);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    // It does not answer: starting up or shutting down, both of which the stop below waits for.
  } finally {
    await owner.end({ timeout: 1 });
  }
  log("The last run left its database running; stopping it first.");
  await stopPostmaster(cluster, runtime);
}

async function own(owner: postgres.Sql, dataDir: string): Promise<void> {
  const [row] = await owner<{ locked: boolean }[]>`select pg_try_advisory_lock(${OWNER_LOCK}) as locked`;
  if (row?.locked) return;
  throw new StartupError(
    `Another Replify is already running on ${resolve(dataDir)}: stop it first, or set DATA_DIR to another directory.`,
  );
}

async function createDatabase(owner: postgres.Sql): Promise<void> {
  const found = await owner`select 1 from pg_database where datname = ${DATABASE}`;
  if (found.length > 0) return;
  await owner`create database ${owner(DATABASE)}`.catch((error) => {
    if (errorCode(error) !== "42P04") throw error;
  });
}

function connect(cluster: Cluster, port: number): postgres.Sql {
  return postgres({
    host: "127.0.0.1",
    port,
    user: SUPERUSER,
    password: cluster.password,
    database: "postgres",
    max: 1,
    connect_timeout: 5,
    // The owner's lock lives as long as this connection.
    max_lifetime: null,
    onnotice: () => {},
  });
}

function defaultFlags(): Record<string, string> {
  return {
    // A just-in-time compile costs our short queries more than it ever saves.
    jit: "off",
    shared_buffers: totalmem() >= LARGE_MEMORY_BYTES ? "256MB" : "128MB",
    max_wal_size: "2GB",
    timezone: "UTC",
    log_timezone: "UTC",
    // Row values and statements may hold secrets; the log must not.
    log_error_verbosity: "terse",
    log_min_error_statement: "panic",
  };
}

function freePort(preferred: number | undefined): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once("error", (error) => (preferred ? resolvePort(freePort(undefined)) : reject(error)));
    probe.listen({ port: preferred ?? 0, host: "127.0.0.1" }, () => {
      const address = probe.address();
      probe.close(() => resolvePort(typeof address === "object" && address ? address.port : 0));
    });
  });
}
