import { randomBytes } from "node:crypto";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import postgres from "postgres";
import * as schema from "@/db/schema/engine";

/** A database of its own on the test cluster, with the engine's tables: engines on one database share its jobs. */
export async function createEngineDatabase(clusterUrl = process.env.DATABASE_OWNER_URL ?? "") {
  const name = `engine_${randomBytes(6).toString("hex")}`;
  const cluster = postgres(clusterUrl, { max: 1, onnotice: () => {} });
  await cluster.unsafe(`create database ${name}`);
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  const sql = postgres(url.href, { max: 2, onnotice: () => {} });
  const empty = generateDrizzleJson({}, undefined, undefined, "snake_case");
  const full = generateDrizzleJson(schema, empty.id, undefined, "snake_case");
  for (const statement of await generateMigration(empty, full)) await sql.unsafe(statement);
  return {
    url: url.href,
    sql,
    async drop() {
      await sql.end();
      await cluster.unsafe(`drop database ${name} with (force)`);
      await cluster.end();
    },
  };
}

export const silentLog = { debug() {}, info() {}, warn() {}, error() {} };
