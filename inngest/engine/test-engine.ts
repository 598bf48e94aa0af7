import postgres from "postgres";
import { createTestDatabase } from "@/db/test-database";

/** A database of its own on the test cluster: engines on one database share its jobs. */
export async function createEngineDatabase() {
  const { ownerUrl, drop } = await createTestDatabase();
  const sql = postgres(ownerUrl, { max: 2, onnotice: () => {} });
  return {
    url: ownerUrl,
    sql,
    async drop() {
      await sql.end();
      await drop();
    },
  };
}

export const silentLog = { debug() {}, info() {}, warn() {}, error() {} };
