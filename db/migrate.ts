import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { PROJECT_ROOT } from "@/lib/project-root";
import { StartupError } from "@/lib/startup-error";
import { grantToApp, userOf } from "./app-role";
import { buildIndexes } from "./concurrent-indexes";
import { errorCode } from "./embedded/failures";

const MIGRATIONS = join(PROJECT_ROOT, "db", "migrations");
const MIGRATION_LOCK = 7_201_001;
/** uuidv7() is built in from here on. */
const MINIMUM_VERSION = 18;
const RETRY_MS = 1_000;
const CONNECT_TRIES = 30;
const LOCK_TRIES = 10;
const ASK_AGAIN_MS = 100;

const NOT_UP_YET = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "CONNECT_TIMEOUT",
  "57P03",
]);
const LOCK_NOT_AVAILABLE = "55P03";
const NO_SUCH_TABLE = "42P01";

/**
 * Brings a database to this version's schema and, when `appUrl` names another role than the owner's, makes that role and gives it what the
 * application needs. Any number of processes may call it at once: one works, the others wait.
 */
export async function migrateDatabase(
  url: string,
  { appUrl = url, tries = CONNECT_TRIES }: { appUrl?: string; tries?: number } = {},
): Promise<void> {
  const client = open(url);
  try {
    await requireVersion(client, { url, tries });
    await takeLock(client);
    // A migration that waits for a lock makes all later queries wait behind it: give up soon, try again.
    await client`set lock_timeout = '2s'`;
    await applyMigrations(client);
    await buildIndexes(client);
    if (userOf(appUrl) !== userOf(url)) await grantToApp(client, appUrl);
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Asked for again and again: an index that is built while others write waits for every statement that has begun, also one that waits here. */
async function takeLock(client: postgres.Sql): Promise<void> {
  for (;;) {
    const [row] = await client<{ taken: boolean }[]>`select pg_try_advisory_lock(${MIGRATION_LOCK}) as taken`;
    if (row?.taken) return;
    await sleep(ASK_AGAIN_MS);
  }
}

async function applyMigrations(client: postgres.Sql): Promise<void> {
  if (await hasAllMigrations(client)) return;
  const { drizzle } = await import("drizzle-orm/postgres-js");
  const { migrate } = await import("drizzle-orm/postgres-js/migrator");
  for (let left = LOCK_TRIES - 1; ; left--) {
    try {
      return await migrate(drizzle(client), { migrationsFolder: MIGRATIONS });
    } catch (error) {
      if (left === 0 || !isLockTimeout(error)) {
        throw new StartupError(
          `The database could not be brought to this version's schema, and nothing in it was changed: ${reasonOf(error)}.`,
        );
      }
      await sleep(RETRY_MS);
    }
  }
}

/** Drizzle applies what is younger than the last one that it has applied. Most starts find nothing, and need no Drizzle to say so. */
async function hasAllMigrations(client: postgres.Sql): Promise<boolean> {
  const journal: { entries: { when: number }[] } = JSON.parse(
    await readFile(join(MIGRATIONS, "meta", "_journal.json"), "utf8"),
  );
  const newest = Math.max(...journal.entries.map(({ when }) => when));
  try {
    const [row] = await client<
      { last: string | null }[]
    >`select max(created_at) as last from drizzle.__drizzle_migrations`;
    return Number(row?.last) >= newest;
  } catch (error) {
    if (errorCode(error) === NO_SUCH_TABLE) return false;
    throw error;
  }
}

async function requireVersion(
  client: postgres.Sql,
  { url, tries }: { url: string; tries: number },
): Promise<void> {
  const [row] = await firstAnswer(client, { url, tries });
  const version = Number(row?.version) / 10_000;
  if (version >= MINIMUM_VERSION) return;
  throw new StartupError(
    `Replify needs PostgreSQL ${MINIMUM_VERSION} or newer, and ${place(url)} runs ${Math.floor(version)}: upgrade it, or unset DATABASE_URL to use the built-in one.`,
  );
}

/** Containers start together, so a database that is not up yet gets some time. */
async function firstAnswer(client: postgres.Sql, { url, tries }: { url: string; tries: number }) {
  for (let left = tries - 1; ; left--) {
    try {
      return await client<{ version: string }[]>`select current_setting('server_version_num') as version`;
    } catch (error) {
      const code = errorCode(error) ?? "";
      if (left === 0 || !NOT_UP_YET.has(code)) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new StartupError(
          `The database at ${place(url)} does not let Replify in (${reason || code}): check DATABASE_URL and that it runs.`,
        );
      }
      await sleep(RETRY_MS);
    }
  }
}

function open(url: string): postgres.Sql {
  try {
    // One connection, because the advisory lock belongs to it.
    return postgres(url, {
      max: 1,
      connect_timeout: 5,
      onnotice: () => {},
      connection: { application_name: "replify-migrate" },
    });
  } catch {
    throw new StartupError(
      "DATABASE_URL is not a PostgreSQL URL: expected postgres://user:password@host:5432/name.",
    );
  }
}

/** The host and database of a URL, never its password. */
function place(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

/** Drizzle's own message is the statement; the database's reason is behind it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function isLockTimeout(error: unknown): boolean {
  if (errorCode(error) === LOCK_NOT_AVAILABLE) return true;
  return error instanceof Error && error.cause !== undefined && isLockTimeout(error.cause);
}
