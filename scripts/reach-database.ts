import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { reachEmbeddedPostgres } from "@/db/embedded-postgres";
import { StartupError } from "@/lib/startup-error";
import { readSettings } from "./settings";

/** Of a database without our tables, or without the application's role. */
const NOT_MIGRATED = new Set(["28P01", "28000", "3D000", "42P01", "42501", "42703"]);

/** For a command of the operator's: with the settings and the database that `npm start` would use, running or not. */
export async function withDatabase<Result>(work: () => Promise<Result>): Promise<Result> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const { url, stop } = await reachDatabase();
  try {
    Object.assign(process.env, { DATABASE_URL: url });
    return await work();
  } finally {
    await stop();
  }
}

async function reachDatabase(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = resolve(process.env.DATA_DIR || ".data");
  if (!process.env.DATABASE_URL && !existsSync(join(dataDir, "postgres.json"))) {
    throw new StartupError(`There is no database in ${dataDir}: set DATA_DIR or DATABASE_URL.`);
  }
  const settings = await readSettings(process.env);
  Object.assign(process.env, settings.environment);
  if (settings.databaseUrl) return { url: settings.databaseUrl, stop: async () => {} };
  return reachEmbeddedPostgres({ dataDir, log: console.error });
}

export function isNotMigrated(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && NOT_MIGRATED.has(String(cause.code))) return true;
  }
  return false;
}
