import { once } from "node:events";
import { createServer } from "node:http";
import { serve } from "inngest/node";
import { closeDatabase } from "@/db/client";
import { stopDeliveries } from "@/features/deliveries/pump";
import { closeSender } from "@/features/deliveries/send";
import { inngest } from "@/inngest/client";
import { startEngine } from "@/inngest/engine/engine";
import { deliverySweepRequested } from "@/inngest/events";
import { functions } from "@/inngest/functions";
import { describeEgressRule, egressRuleFromEnv } from "@/lib/egress/rule";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { captureOutput } from "@/lib/log-output";
import { onShutdown } from "@/lib/on-shutdown";

const DRAIN_MS = 12_000;
const SYNC_RETRY_MS = 5000;

interface Driver {
  stop(): Promise<void>;
}

async function main(): Promise<void> {
  // The SDK enumerates the environment several times per call; a plain object makes that cheap.
  process.env = { ...process.env };
  log.info(describeEgressRule(egressRuleFromEnv()));
  const driver = env.INNGEST_BASE_URL ? await serveToInngest() : await embedEngine();
  onShutdown(async () => {
    await Promise.all([driver.stop(), stopDeliveries()]);
    await closeSender();
    await closeDatabase();
  });
  // A server that is not up yet sweeps by its cron.
  await inngest
    .send(deliverySweepRequested.create({}))
    .catch((error: unknown) => log.warn({ err: error }, "could not ask for a first sweep"));
}

/** Drives the functions in this process. Web processes send their events to `ENGINE_PORT`. */
async function embedEngine(): Promise<Driver> {
  const { INNGEST_SIGNING_KEY: signingKey, INNGEST_EVENT_KEY: eventKey } = env;
  if (!signingKey || !eventKey) throw new Error("INNGEST_SIGNING_KEY and INNGEST_EVENT_KEY are missing");
  const engine = await startEngine({
    databaseUrl: env.DATABASE_URL,
    client: inngest,
    functions,
    signingKey,
    eventKey,
    port: env.ENGINE_PORT ?? 0,
    // More than all functions may hold together, so that retries of hanging targets can't keep the others waiting.
    concurrency: 96,
    log,
  });
  process.env.INNGEST_BASE_URL = engine.url;
  inngest.setEnvVars(process.env);
  log.info({ url: engine.url }, "worker ready, with the embedded engine");
  return { stop: () => engine.stop({ drainMs: DRAIN_MS }) };
}

/** Serves the functions to a real Inngest server, which does not come back by itself after a deploy: it is told until it answers. */
async function serveToInngest(): Promise<Driver> {
  const port = env.ENGINE_PORT ?? 3001;
  const server = createServer(serve({ client: inngest, functions, servePath: "/api/inngest" }));
  server.listen(port);
  await once(server, "listening");
  log.info({ port }, "worker ready, driven by the Inngest server at INNGEST_BASE_URL");
  void sync(port);
  return {
    async stop() {
      server.close();
      server.closeIdleConnections();
    },
  };
}

async function sync(port: number): Promise<void> {
  for (;;) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/api/inngest`, { method: "PUT" });
      if (response.ok) return log.info("registered with the Inngest server");
      log.warn(
        { status: response.status, body: await response.text() },
        "the Inngest server refused to register us",
      );
    } catch (error) {
      log.warn({ err: error }, "the Inngest server is not reachable yet");
    }
    await new Promise((resolve) => setTimeout(resolve, SYNC_RETRY_MS));
  }
}

captureOutput();
await main();
