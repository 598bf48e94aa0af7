import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type postgres from "postgres";
import { PROJECT_ROOT } from "@/lib/project-root";
import { StartupError } from "@/lib/startup-error";
import { errorCode } from "./embedded/failures";

const DIRECTORY = join(PROJECT_ROOT, "db", "migrations", "concurrent");
/** It waits for transactions that are older, and holds up nobody while it does. */
const PATIENCE = "60s";
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Builds what is missing of the indexes that tables get while others go on to write to them; no transaction can do that, so they are no
 * migrations. `client` is the connection that migrated, still holding the migration lock.
 */
export async function buildIndexes(client: postgres.Sql): Promise<void> {
  const statements = await readStatements();
  const found = await client<{ name: string; isValid: boolean }[]>`
    select relname as name, indisvalid as "isValid" from pg_index join pg_class on pg_class.oid = indexrelid
    where relnamespace = 'public'::regnamespace and relname in ${client([...statements.keys()])}`;
  const isValid = new Map(found.map((index) => [index.name, index.isValid]));
  const missing = [...statements].filter(([name]) => isValid.get(name) !== true);
  if (missing.length === 0) return;
  await client`select set_config('lock_timeout', ${PATIENCE}, false)`;
  for (const [name, statement] of missing) {
    // One that was broken off, by a crash or for lack of time, is there and of no use.
    if (isValid.has(name)) await client`drop index concurrently if exists ${client(name)}`;
    await build(client, statement);
  }
}

async function build(client: postgres.Sql, statement: string): Promise<void> {
  try {
    await client.unsafe(statement);
  } catch (error) {
    if (errorCode(error) !== LOCK_NOT_AVAILABLE) throw error;
    throw new StartupError(
      "An index of this version could not be built, since some other transaction of this database has been open for a minute, such as that of a backup: start again when it has ended. Nothing was lost.",
    );
  }
}

/** By the name of the index. */
async function readStatements(): Promise<Map<string, string>> {
  const files = (await readdir(DIRECTORY)).filter((file) => file.endsWith(".sql")).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(join(DIRECTORY, file), "utf8")));
  const statements = texts.flatMap((text) => text.split("--> statement-breakpoint"));
  return new Map(
    statements.map((statement) => [/INDEX CONCURRENTLY "(\w+)"/.exec(statement)?.[1] ?? "", statement]),
  );
}
