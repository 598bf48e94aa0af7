import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { closeDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";

/**
 * Gives a test file a database of its own, for code that looks at all organizations at once. Call it before anything queries; returns what
 * drops the database again.
 */
export async function useOwnDatabase(): Promise<() => Promise<void>> {
  const shared = process.env.DATABASE_URL;
  if (!shared) throw new Error("DATABASE_URL is missing: run through vitest");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const admin = postgres(shared, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  const url = new URL(shared);
  url.pathname = `/${name}`;
  process.env.DATABASE_URL = url.toString();
  await migrateDatabase(url.toString());
  return async () => {
    await closeDatabase();
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end();
    process.env.DATABASE_URL = shared;
  };
}
