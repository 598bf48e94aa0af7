import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StartupError } from "@/lib/startup-error";
import { migrateDatabase } from "./migrate";

const name = `migrate_${randomUUID().replaceAll("-", "")}`;
const admin = postgres(process.env.DATABASE_OWNER_URL ?? "", { max: 1 });
const url = (process.env.DATABASE_OWNER_URL ?? "").replace(/[^/]+$/, name);

beforeEach(() => admin`create database ${admin(name)}`);
afterEach(() => admin`drop database ${admin(name)} with (force)`);

test("many at once migrate an empty database exactly once", async () => {
  await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(url)));
  const sql = postgres(url, { max: 1 });
  const applied = await sql<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations`;
  await sql.end();
  expect(applied.length).toBeGreaterThan(0);
  expect(new Set(applied.map((row) => row.hash)).size).toBe(applied.length);
});

test("a migration that fails changes nothing and is told in one sentence", async () => {
  const sql = postgres(url, { max: 1 });
  await sql`create table users (id int)`;
  const error = await migrateDatabase(url).catch((reason) => reason);
  const tables = await sql`select table_name from information_schema.tables where table_schema = 'public'`;
  await sql.end();
  expect(error).toBeInstanceOf(StartupError);
  expect(error.message).toMatch(/nothing in it was changed: relation "users" already exists\.$/);
  expect([...tables]).toEqual([{ table_name: "users" }]);
});

test.each([
  [
    "nobody listens",
    "postgres://me:hunter2@127.0.0.1:1/db",
    /^The database at 127\.0\.0\.1:1\/db does not let Replify in/,
  ],
  ["the password is wrong", url.replace(/:[^:@]+@/, ":hunter2@"), /password authentication failed/],
  ["it is no URL", "hunter2", /^DATABASE_URL is not a PostgreSQL URL/],
])("when %s, one sentence says so without the password", async (_, broken, sentence) => {
  const error = await migrateDatabase(broken, { tries: 1 }).catch((reason) => reason);
  expect(error).toBeInstanceOf(StartupError);
  expect(error.message).toMatch(sentence);
  expect(error.message).not.toContain("hunter2");
});

test("an index that is missing or was broken off is built, once, by one of many that start", async () => {
  await migrateDatabase(url);
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const isValid = async () => {
    const [row] = await sql<{ valid: boolean }[]>`
      select indisvalid as valid from pg_index where indexrelid = 'tickets_subject_grams'::regclass`;
    return row?.valid;
  };
  await sql`update pg_index set indisvalid = false where indexrelid = 'tickets_subject_grams'::regclass`;
  await sql`drop index customers_name_grams`;
  await Promise.all([1, 2, 3].map(() => migrateDatabase(url)));
  expect(await isValid()).toBe(true);
  expect(await sql`select 1 from pg_class where relname = 'customers_name_grams'`).toHaveLength(1);
  await sql.end();
});
