import { sql } from "drizzle-orm";
import { afterAll, beforeAll, vi } from "vitest";
import { database } from "@/db/client";
import { listenForDeliveries } from "@/features/sending/listen";
import { stopDeliveries } from "@/features/sending/pump";
import { inngest } from "@/inngest/client";
import { type Engine, startEngine } from "@/inngest/engine/engine";
import { WAKE_CHANNEL } from "@/inngest/engine/queue";
import { silentLog } from "@/inngest/engine/test-engine";
import { functions } from "@/inngest/functions";
import { env } from "@/lib/env";
import type { Listener } from "@/lib/postgres-listener";

const WAIT_MS = 40_000;

interface EngineSetUp {
  concurrency: number;
  /** All of ours, unless given. */
  runs?: typeof functions;
}

/** To be called at the top of a test file, after its database's: the engine runs our functions, and a delay of 10 s takes 0.2 s. */
export function withEngine({ concurrency, runs = functions }: EngineSetUp): void {
  let engine: Engine;
  let listener: Listener;
  vi.setConfig({ testTimeout: 60_000 });
  process.env.DELIVERY_TIME_SCALE = "0.02";

  beforeAll(async () => {
    engine = await startEngine({
      databaseUrl: env.DATABASE_URL,
      client: inngest,
      functions: runs,
      signingKey: env.INNGEST_SIGNING_KEY ?? "",
      eventKey: env.INNGEST_EVENT_KEY ?? "",
      port: 0,
      concurrency,
      log: silentLog,
    });
    listener = listenForDeliveries();
    inngest.setEnvVars({ ...process.env, INNGEST_BASE_URL: engine.url });
  });

  afterAll(async () => {
    await Promise.all([engine.stop({ drainMs: 1000 }), listener.stop(), stopDeliveries()]);
  });
}

/** As if the time had come that runs sleep until. */
export async function wakeRuns(): Promise<void> {
  await database().execute(sql`update ie_jobs set run_at = now() where not leased`);
  await database().execute(sql`select pg_notify(${WAKE_CHANNEL}, 'the test')`);
}

/** Waits until what the engine is to bring about is so. */
export function until(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: WAIT_MS, interval: 20 });
}
