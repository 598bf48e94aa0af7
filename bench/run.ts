import { randomBytes, randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeDatabase } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded-postgres";
import { migrateDatabase } from "@/db/migrate";
import { benchDrain } from "./drain";
import { startReceiverProcess } from "./receiver-process";
import { type Line, printReport } from "./report";

/** Prints what this machine does beside the targets of the design; fsync is on, as in production. */
const postgres = await startEmbeddedPostgres({
  dataDir: join(tmpdir(), `replify-bench-${randomUUID()}`),
  temporary: true,
});
await migrateDatabase(postgres.url);
Object.assign(process.env, {
  DATABASE_URL: postgres.url,
  NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
  ENCRYPTION_KEYS: `bench:${randomBytes(32).toString("base64")}`,
  LOG_LEVEL: "error",
  // Wake-ups go nowhere: the bench drains by itself.
  INNGEST_BASE_URL: "http://127.0.0.1:9",
  INNGEST_EVENT_KEY: "bench",
});
const receiver = await startReceiverProcess();
const lines: Line[] = [];
try {
  lines.push(...(await benchDrain(receiver)));
} finally {
  receiver.stop();
  await closeDatabase();
  await postgres.stop();
}
printReport(lines);
process.exit(0);
