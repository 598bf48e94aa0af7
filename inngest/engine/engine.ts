import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Inngest, InngestFunction } from "inngest";
import { createBatcher } from "@/lib/batcher";
import { listenTo } from "@/lib/postgres-listener";
import { type CallerOptions, createCaller } from "./call";
import { connectDatabase } from "./connection";
import { fireCrons, registerCrons } from "./cron";
import { type EngineEvent, planIntake, planStart } from "./events";
import { createQueue, WAKE_CHANNEL } from "./queue";
import { createRegistry } from "./registry";
import { checkpoint, prune, takeIn } from "./runs";
import { createEngineServer } from "./server";
import { assertSigningKey } from "./signature";
import { createWorker, type EngineLog, type EngineStats } from "./worker";

export interface EngineOptions {
  databaseUrl: string;
  /** Where `databaseUrl` leads through a pooler: the database itself, for notifications. */
  listenUrl?: string | undefined;
  client: Inngest.Any;
  functions: InngestFunction.Any[];
  signingKey: string;
  eventKey: string;
  /** 0 takes any free port; see `url`. */
  port: number;
  host?: string;
  /** How many calls may be under way at once. */
  concurrency?: number;
  /** How long a job stays with a worker that has gone silent. */
  leaseMs?: number;
  log: EngineLog;
}

export interface Engine {
  url: string;
  /** Stops taking jobs, waits up to `drainMs` for calls under way, and gives back the rest. */
  stop(options?: { drainMs?: number }): Promise<void>;
  stats(): EngineStats;
}

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_CONCURRENCY = 32;
const DEFAULT_LEASE_MS = 15_000;
const DEFAULT_DRAIN_MS = 10_000;
const MAX_BATCH = 200;
/** Another release of the app may register triggers that this one does not know of yet, and clocks jump. */
const CRON_POLL_MS = 60_000;
const PRUNE_MS = 60_000;

/** Runs the app's Inngest functions in this process, durably in Postgres, and takes events over HTTP. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { log, eventKey, signingKey } = options;
  assertSigningKey(signingKey);
  const id = randomBytes(8).toString("hex");
  const sql = connectDatabase(options.databaseUrl);
  const stats: EngineStats = { calls: 0, completed: 0, failed: 0, refused: 0, events: 0, inFlight: 0 };
  const queue = createQueue({ sql, worker: id, leaseMs: options.leaseMs ?? DEFAULT_LEASE_MS });

  const intake = createBatcher<EngineEvent[]>(async (lists) => {
    const plan = planIntake(lists.flat(), registry);
    worker.expect(plan.starts.length, await takeIn(sql, plan));
    // A cancelled run may have freed a slot.
    if (plan.cancelKeys.length > 0) worker.wake();
  }, MAX_BATCH);

  const ready = Promise.withResolvers<void>();
  const server = createEngineServer({
    eventKey,
    signingKey,
    async onEvents(events) {
      await ready.promise;
      await intake.push(events);
      stats.events += events.length;
    },
    onCheckpoint: (lease, steps) => checkpoint(sql, lease, steps),
    onError: (error, path) => log.warn({ err: error, path }, "engine request failed"),
  });
  server.listen(options.port, options.host ?? DEFAULT_HOST);
  await once(server, "listening");
  const url = toUrl(server.address() as AddressInfo);

  const { client, functions } = options;
  const { caller, registry } = await load({ client, functions, signingKey, eventKey, engineUrl: url }).catch(
    (error) => {
      server.close();
      throw error;
    },
  );
  const all = [...registry.functions.values()];
  for (const { id: fn, unsupported } of all) if (unsupported) log.error({ fn }, unsupported);

  const worker = createWorker({
    id,
    sql,
    queue,
    caller,
    registry,
    stats,
    log,
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    leaseMs: options.leaseMs ?? DEFAULT_LEASE_MS,
  });
  const listener = listenTo({
    databaseUrl: options.listenUrl ?? options.databaseUrl,
    name: "inngest-engine",
    channel: WAKE_CHANNEL,
    onNotify(sender) {
      if (sender !== id) worker.wake();
    },
    onListening: worker.wake,
  });

  const stopping = new AbortController();
  const repeat = (name: string, task: () => Promise<number>) =>
    repeatUntil(stopping.signal, task, (error) => log.warn({ err: error, task: name }, "engine task failed"));
  let areCronsRegistered = false;
  const tasks = [
    repeat("cron", async () => {
      if (!areCronsRegistered) await registerCrons(sql, all);
      areCronsRegistered = true;
      let fired = 0;
      const nextInMs = await fireCrons(sql, all, async ({ fn, event }, tx) => {
        await takeIn(tx, { starts: [planStart(fn, event)], cancelKeys: [] });
        fired++;
      });
      if (fired > 0) worker.wake();
      return Math.min(nextInMs ?? CRON_POLL_MS, CRON_POLL_MS);
    }),
    repeat("prune", async () => ((await prune(sql)) > 0 ? 100 : PRUNE_MS)),
  ];
  ready.resolve();
  worker.wake();
  log.info({ url, functions: all.length, worker: id }, "embedded engine started");

  async function stop({ drainMs = DEFAULT_DRAIN_MS } = {}): Promise<void> {
    stopping.abort();
    await worker.stop(drainMs);
    await Promise.all(tasks);
    server.close();
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1000).unref();
    await Promise.all([listener.stop(), sql.end({ timeout: 5 })]);
  }

  return { url, stop, stats: () => ({ ...stats }) };
}

async function load(options: CallerOptions) {
  const caller = createCaller(options);
  return { caller, registry: createRegistry(await caller.sync()) };
}

function toUrl({ address, family, port }: AddressInfo): string {
  if (address === "0.0.0.0" || address === "::") return `http://127.0.0.1:${port}`;
  const host = family === "IPv6" ? `[${address}]` : address;
  return `http://${host}:${port}`;
}

/** Runs `task` again after the milliseconds it returns, or a second after it fails. */
async function repeatUntil(
  signal: AbortSignal,
  task: () => Promise<number>,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    let delayMs = 1000;
    try {
      delayMs = await task();
    } catch (error) {
      onError(error);
    }
    await sleep(Math.max(delayMs, 1), undefined, { signal }).catch(() => {});
  }
}
