import { randomBytes, randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "@/db/embedded-postgres";
import { migrateDatabase } from "@/db/migrate";
import { startReceiverProcess } from "./receiver-process";
import { type Line, printReport } from "./report";

/** Prints what this machine does beside the targets of the design; fsync is on, as in production. */
const postgres = await startEmbeddedPostgres({
  dataDir: join(tmpdir(), `replify-bench-${randomUUID()}`),
  temporary: true,
});
await migrateDatabase(postgres.ownerUrl, { appUrl: postgres.url });
Object.assign(process.env, {
  DATABASE_URL: postgres.url,
  DATABASE_OWNER_URL: postgres.ownerUrl,
  NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
  ENCRYPTION_KEYS: `bench:${randomBytes(32).toString("base64")}`,
  // The drain is driven by hand, so wake-ups have nowhere to go and say so.
  LOG_LEVEL: "silent",
});
// Imported only now: the logger and the Inngest client read the environment as they load.
const { benchDesk } = await import("./desk");
const { benchDrain } = await import("./drain");
const { benchFilters } = await import("./filters");
const { benchLive } = await import("./live");
const { benchOAuth } = await import("./oauth");
const { benchRejected } = await import("./rejected");
const { benchSignIn } = await import("./sign-in");
const { closeDatabase } = await import("@/db/client");
const receiver = await startReceiverProcess();
const BENCHMARKS = {
  desk: benchDesk,
  drain: benchDrain,
  filters: benchFilters,
  live: benchLive,
  oauth: benchOAuth,
  rejected: benchRejected,
  "sign-in": benchSignIn,
};
/** `npm run bench -- desk` runs that one alone. */
const asked = process.argv.slice(2);
const lines: Line[] = [];
try {
  for (const [name, bench] of Object.entries(BENCHMARKS))
    if (asked.length === 0 || asked.includes(name)) lines.push(...(await bench(receiver)));
} finally {
  receiver.stop();
  await closeDatabase();
  await postgres.stop();
}
printReport(lines);
process.exit(0);
