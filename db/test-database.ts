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
  if (existsSync(journal)) await migrateDatabase(database.ownerUrl, { appUrl: database.url });
  Object.assign(process.env, testSettings(database));
  return database.stop;
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
