import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { startEmbeddedPostgres } from "@/db/embedded-postgres";
import { migrateDatabase } from "@/db/migrate";
import { FAST_AND_LOSSY } from "@/db/test-database";

/** Makes a data directory whose database is migrated, empty and careless of power cuts, for `copyDataTemplate`; returns what removes it. */
export async function makeDataTemplate(): Promise<() => Promise<void>> {
  const dataDir = join(tmpdir(), `replify-e2e-template-${randomUUID()}`);
  const database = await startEmbeddedPostgres({ dataDir });
  await migrateDatabase(database.ownerUrl, { appUrl: database.url });
  const owner = postgres(database.ownerUrl, { max: 1 });
  for (const [name, value] of Object.entries(FAST_AND_LOSSY))
    await owner.unsafe(`alter system set ${name} = ${value}`);
  await owner.end();
  await database.stop();
  await forgetPort(join(dataDir, "postgres.json"));
  process.env.E2E_DATA_TEMPLATE = dataDir;
  return () => rm(dataDir, { recursive: true, force: true });
}

/** Spares an app the making of its database, where there is a template. */
export function copyDataTemplate(dataDir: string): void {
  const template = process.env.E2E_DATA_TEMPLATE;
  if (template) execFileSync("cp", ["-a", template, dataDir]);
}

/** Copies that start at the same moment would all take the port of the template. */
async function forgetPort(file: string): Promise<void> {
  const { port: _, ...saved } = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify(saved));
}
