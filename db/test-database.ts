import { randomBytes, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { SETTING_NAMES } from "@/lib/env";
import { startEmbeddedPostgres } from "./embedded-postgres";
import { migrateDatabase } from "./migrate";

/** What a test run can do without: nothing of it is kept. */
export const FAST_AND_LOSSY = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/** Migrated and empty: copied in a fraction of the time that migrating takes. */
const TEMPLATE = "replify_template";

/** Vitest's global setup: one throw-away Postgres for the whole run, and the settings that tests share. */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = join(tmpdir(), `replify-test-${randomUUID()}`);
  const database = await startEmbeddedPostgres({ dataDir, temporary: true, flags: FAST_AND_LOSSY });
  await migrateDatabase(database.ownerUrl, { appUrl: database.url });
  await asOwnerOf(database.ownerUrl, (owner) => owner.unsafe(`create database ${TEMPLATE} template replify`));
  // What whoever runs the tests has set must not reach them.
  for (const name of SETTING_NAMES) delete process.env[name];
  Object.assign(process.env, testSettings(database));
  return database.stop;
}

/** A migrated database beside the shared one, for code that looks at all organizations or all jobs at once. */
export async function createTestDatabase(): Promise<{
  url: string;
  ownerUrl: string;
  drop: () => Promise<void>;
}> {
  const { DATABASE_URL: sharedUrl, DATABASE_OWNER_URL: sharedOwnerUrl } = process.env;
  if (!sharedUrl || !sharedOwnerUrl) throw new Error("DATABASE_URL is missing: run through vitest");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await asOwnerOf(sharedOwnerUrl, async (owner) => {
    await owner.unsafe(`create database ${name} template ${TEMPLATE}`);
    // What a migration takes from everybody belongs to the database itself, which a copy does not inherit.
    await owner.unsafe(`revoke temporary on database ${name} from public`);
  });
  return {
    url: withDatabase(sharedUrl, name),
    ownerUrl: withDatabase(sharedOwnerUrl, name),
    drop: () => asOwnerOf(sharedOwnerUrl, (owner) => owner.unsafe(`drop database ${name} with (force)`)),
  };
}

const MIGRATIONS = join(import.meta.dirname, "migrations");

/** For the test of the migration of this name: a database as it was before, and what brings it up to that one. */
export async function databaseBefore(migration: string) {
  const ownerUrl = process.env.DATABASE_OWNER_URL;
  if (!ownerUrl) throw new Error("DATABASE_OWNER_URL is missing: run through vitest");
  const name = `before_${randomUUID().replaceAll("-", "")}`;
  await asOwnerOf(ownerUrl, (owner) => owner.unsafe(`create database ${name}`));
  const sql = postgres(withDatabase(ownerUrl, name), { max: 1, onnotice: () => {} });
  const files = (await readdir(MIGRATIONS)).filter((file) => file.endsWith(".sql")).toSorted();
  const own = files.findIndex((file) => file.endsWith(`_${migration}.sql`));
  const run = async (file = "") => sql.unsafe(await readFile(join(MIGRATIONS, file), "utf8"));
  for (const file of files.slice(0, own)) await run(file);
  return {
    sql,
    migrate: () => run(files[own]),
    async drop() {
      await sql.end();
      await asOwnerOf(ownerUrl, (owner) => owner.unsafe(`drop database ${name} with (force)`));
    },
  };
}

async function asOwnerOf(url: string, work: (owner: postgres.Sql) => Promise<unknown>): Promise<void> {
  const owner = postgres(url, { max: 1, onnotice: () => {} });
  await work(owner);
  await owner.end();
}

function withDatabase(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).toString();
}

function testSettings({ url, ownerUrl }: { url: string; ownerUrl: string }): Record<string, string> {
  return {
    // As in production: code under test has the application's role. Tests that make databases or tamper take the owner's.
    DATABASE_URL: url,
    DATABASE_OWNER_URL: ownerUrl,
    APP_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    NEXTAUTH_URL: "http://localhost:3000",
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString("base64")}`,
    INNGEST_SIGNING_KEY: randomBytes(32).toString("hex"),
    INNGEST_EVENT_KEY: randomBytes(16).toString("hex"),
    LOG_LEVEL: "silent",
  };
}
