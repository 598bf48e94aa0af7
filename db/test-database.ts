import { randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "./embedded-postgres";
import { migrateDatabase } from "./migrate";

/** What a test run can do without: nothing of it is kept. */
export const FAST_AND_LOSSY = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/** Vitest's global setup: one throw-away Postgres for the whole run, and the settings that tests share. */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = join(tmpdir(), `replify-test-${randomUUID()}`);
  const database = await startEmbeddedPostgres({ dataDir, temporary: true, flags: FAST_AND_LOSSY });
  const journal = join(import.meta.dirname, "migrations", "meta", "_journal.json");
  if (existsSync(journal)) await migrateDatabase(database.url);
  Object.assign(process.env, testSettings(database.url));
  return database.stop;
}

function testSettings(databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    APP_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    NEXTAUTH_URL: "http://localhost:3000",
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString("base64")}`,
    INNGEST_SIGNING_KEY: randomBytes(32).toString("hex"),
    INNGEST_EVENT_KEY: randomBytes(16).toString("hex"),
    LOG_LEVEL: "silent",
  };
}
