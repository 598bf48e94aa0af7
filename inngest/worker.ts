import { closeDatabase } from "@/db/client";
import { encryptionKeysProblem } from "@/db/encryption-keys";
import { forgetInngestSilence } from "@/features/installation/service";
import { listenForDeliveries } from "@/features/sending/listen";
import { stopDeliveries } from "@/features/sending/pump";
import { closeSender } from "@/features/sending/send";
import { inngest } from "@/inngest/client";
import { startEngine } from "@/inngest/engine/engine";
import { workerStarted } from "@/inngest/events";
import { functions } from "@/inngest/functions";
import { serveToInngest } from "@/inngest/server/driver";
import { describeEgressRule, egressRuleFromEnv } from "@/lib/egress/rule";
import { env, parseEnv } from "@/lib/env";
import { log } from "@/lib/log";
import { captureOutput } from "@/lib/log-output";
import { onShutdown } from "@/lib/on-shutdown";
import { withoutPrototype } from "@/lib/own-path";
import { startSelfCheck } from "@/lib/self-check/self-check";

const DRAIN_MS = 12_000;

interface Driver {
  /** Takes no more calls and waits for those under way. */
  stop(drainMs: number): Promise<void>;
}

async function main(): Promise<void> {
  // The SDK enumerates the environment several times per call; a plain object makes that cheap. What it inherits is no setting.
  process.env = withoutPrototype({ ...process.env, REPLIFY_PROCESS: "worker" });
  checkSettings();
  const problem = await encryptionKeysProblem(env.DATABASE_URL, env.ENCRYPTION_KEYS);
  if (problem) fail(problem);
  log.info(describeEgressRule(egressRuleFromEnv()));
  const driver = env.INNGEST_BASE_URL ? await serveToInngest() : await embedEngine();
  const listener = listenForDeliveries();
  const selfCheck = startSelfCheck();
  onShutdown(async () => {
    selfCheck.stop();
    await Promise.all([driver.stop(DRAIN_MS), listener.stop(), stopDeliveries()]);
    await closeSender();
    await closeDatabase();
  });
}

function checkSettings(): void {
  try {
    parseEnv(process.env);
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Drives the functions in this process. Web processes send their events to `ENGINE_PORT`. */
async function embedEngine(): Promise<Driver> {
  const { INNGEST_SIGNING_KEY: signingKey, INNGEST_EVENT_KEY: eventKey } = env;
  if (!signingKey || !eventKey) throw new Error("INNGEST_SIGNING_KEY and INNGEST_EVENT_KEY are missing");
  const engine = await startEngine({
    databaseUrl: env.DATABASE_URL,
    listenUrl: env.DATABASE_DIRECT_URL,
    client: inngest,
    functions,
    signingKey,
    eventKey,
    host: env.WORKER_HOST,
    port: env.ENGINE_PORT ?? 0,
    // More than all functions may hold together, so that retries of hanging targets can't keep the others waiting.
    concurrency: 160,
    log,
  });
  process.env.INNGEST_BASE_URL = engine.url;
  inngest.setEnvVars(process.env);
  log.info({ url: engine.url }, "worker ready, with the embedded engine");
  // Both can wait for a database that is away.
  Promise.all([forgetInngestSilence(), inngest.send(workerStarted.create({}))]).catch((error) =>
    log.warn({ err: error }, "could not ask for a first sweep"),
  );
  return { stop: (drainMs) => engine.stop({ drainMs }) };
}

captureOutput();
await main();
