import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "postgres";
import { createBatcher } from "@/lib/batcher";
import type { Caller } from "./call";
import { type EngineEvent, planIntake } from "./events";
import { afterBrokenCall, failed, readResponse, toError } from "./outcome";
import type { Job, Queue } from "./queue";
import type { Registry } from "./registry";
import { type Outcome, type Settlement, settle } from "./runs";

export interface EngineLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface EngineStats {
  /** Since the start: calls made, runs ended, results refused because the lease had passed on, events taken in. */
  calls: number;
  completed: number;
  failed: number;
  refused: number;
  events: number;
  /** Now. */
  inFlight: number;
}

interface WorkerOptions {
  id: string;
  sql: Sql;
  queue: Queue;
  caller: Caller;
  registry: Registry;
  stats: EngineStats;
  log: EngineLog;
  concurrency: number;
  leaseMs: number;
}

const FUNCTION_FAILED = "inngest/function.failed";
const MAX_BATCH = 200;
/** When to look again for slots that other workers have freed. */
const BEHIND_MS = 1000;
/** Jobs that come due shortly after each other are claimed together, … */
const LOOK_GAP_MS = 20;
/** … and with this many calls under way, results that arrive within so long are written together. */
const BUSY = 8;
const RESULTS_MS = 10;
const UNKNOWN_FUNCTION_ATTEMPTS = 5;
const MAX_BACKOFF_MS = 5000;

/** Claims due jobs, calls their functions and records what comes of it. */
export function createWorker({
  id,
  sql,
  queue,
  caller,
  registry,
  stats,
  log,
  concurrency,
  leaseMs,
}: WorkerOptions) {
  const inFlight = new Map<Job, Promise<void>>();
  let isStopped = false;
  let claiming: Promise<void> | undefined;
  let isWoken = false;
  /** Something was due, at the last look, that had no slot. */
  let isBehind = false;
  let finished = 0;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let looksAt = Number.POSITIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let gathering: Promise<void> | undefined;

  /** Often enough to see the leases and sleeping jobs of another worker before they are due, should it die. */
  const idleMs = leaseMs / 3;
  const settlements = createBatcher<Settlement>(writeSettlements, MAX_BATCH);
  const renewal = setInterval(() => void renewLeases(), leaseMs / 3);

  /** Looks for due jobs now. */
  function wake(): void {
    isWoken = true;
    claiming ??= claimAll().finally(() => {
      claiming = undefined;
      if (isWoken && !isStopped && inFlight.size < concurrency) wake();
    });
  }

  /** Of `count` jobs that were just queued the first is due in `ms`. What is too much for this worker, others are told of. */
  function expect(count: number, ms: number | null): void {
    if (ms === null) return;
    if (ms <= 0 && count > concurrency - inFlight.size) void queue.notify().catch(() => {});
    wakeIn(ms);
  }

  async function claimAll(): Promise<void> {
    while (isWoken && !isStopped) {
      isWoken = false;
      clearTimeout(timer);
      looksAt = Number.POSITIVE_INFINITY;
      const free = concurrency - inFlight.size;
      isBehind = free <= 0;
      if (isBehind) break;
      const againInMs = await claim(free);
      lookedAt = performance.now();
      wakeIn(againInMs);
    }
  }

  /** Starts up to `free` jobs; returns when to look again. */
  async function claim(free: number): Promise<number> {
    const finishedBefore = finished;
    try {
      const { jobs, nextInMs } = await queue.claim(free);
      failures = 0;
      for (const job of jobs) start(job);
      isBehind = jobs.length === free || (nextInMs !== null && nextInMs <= 0);
      if (!isBehind) return Math.min(nextInMs ?? idleMs, idleMs);
      // What has ended meanwhile may have freed the slot that this claim missed.
      return finished > finishedBefore ? 0 : BEHIND_MS;
    } catch (error) {
      failures++;
      log.warn({ err: error, failures }, "engine could not claim jobs");
      return backoffMs(failures);
    }
  }

  /** Looks in `ms`, unless it will sooner. */
  function wakeIn(ms: number): void {
    if (isStopped) return;
    if (ms <= 0) {
      wake();
      return;
    }
    const now = performance.now();
    const at = Math.max(now + ms, lookedAt + LOOK_GAP_MS);
    if (at >= looksAt) return;
    looksAt = at;
    clearTimeout(timer);
    // Timers fire up to a millisecond early.
    timer = setTimeout(wake, Math.ceil(at - now));
  }

  function start(job: Job): void {
    const done = run(job)
      .catch((error) => log.error({ err: error, runId: job.runId, fn: job.fn }, "engine lost a result"))
      .finally(() => {
        inFlight.delete(job);
        finished++;
        stats.inFlight = inFlight.size;
        if (isBehind) wake();
      });
    inFlight.set(job, done);
    stats.inFlight = inFlight.size;
  }

  async function run(job: Job): Promise<void> {
    const outcome = await callFunction(job);
    if (inFlight.size >= BUSY) await gather();
    await settlements.push(toSettlement(job, outcome));
  }

  function gather(): Promise<void> {
    gathering ??= sleep(RESULTS_MS).then(() => {
      gathering = undefined;
    });
    return gathering;
  }

  async function callFunction(job: Job): Promise<Outcome> {
    const fn = registry.functions.get(job.fn);
    if (!fn) {
      // Another release of the app may know it: a worker of that release can take the retry.
      const error = `This app has no function "${job.fn}" (any more).`;
      return afterBrokenCall(error, job, UNKNOWN_FUNCTION_ATTEMPTS);
    }
    if (fn.unsupported) return failed(toError(fn.unsupported));
    stats.calls++;
    try {
      const response = await caller.call(job, { worker: id, maxAttempts: fn.maxAttempts });
      return readResponse(response, job, fn.maxAttempts);
    } catch (error) {
      return afterBrokenCall(error, job, fn.maxAttempts);
    }
  }

  function toSettlement(job: Job, outcome: Outcome): Settlement {
    if (outcome.kind !== "finished" || outcome.status !== "failed") return { job, outcome, starts: [] };
    log.warn({ fn: job.fn, runId: job.runId, error: outcome.output.slice(0, 500) }, "run failed");
    const cause = JSON.parse(job.event);
    if (cause.name === FUNCTION_FAILED) return { job, outcome, starts: [] };
    const event: EngineEvent = {
      id: job.runId,
      name: FUNCTION_FAILED,
      data: {
        function_id: job.fn,
        run_id: job.runId,
        event: cause,
        events: [cause],
        error: JSON.parse(outcome.output),
        _inngest: { status: "Failed" },
      },
      ts: Date.now(),
      user: {},
    };
    return { job, outcome, starts: planIntake([event], registry).starts };
  }

  /** Writes until it succeeds: a database that is away loses no result, unless the leases run out first. */
  async function writeSettlements(batch: Settlement[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { held, nextInMs } = await settle(sql, id, batch);
        for (const { outcome } of held) if (outcome.kind === "finished") stats[outcome.status]++;
        stats.refused += batch.length - held.length;
        if (nextInMs !== null) wakeIn(nextInMs);
        return;
      } catch (error) {
        if (isBadData(error)) return writeOneByOne(batch, error);
        log.warn({ err: error, attempt }, "engine could not record results");
        if (isStopped && attempt > 3) throw error;
        await sleep(backoffMs(attempt));
      }
    }
  }

  async function writeOneByOne(batch: Settlement[], cause: unknown): Promise<void> {
    const [only] = batch;
    if (!only || batch.length > 1) {
      for (const settlement of batch) await writeSettlements([settlement]);
      return;
    }
    if (only.outcome.kind === "finished" && only.outcome.status === "failed") throw cause;
    const sentence = `The result cannot be stored: ${cause instanceof Error ? cause.message : cause}`;
    await writeSettlements([toSettlement(only.job, failed(toError(sentence)))]);
  }

  async function renewLeases(): Promise<void> {
    await queue.renew([...inFlight.keys()]).catch((error) => {
      log.warn({ err: error }, "engine could not renew leases");
    });
  }

  async function stop(drainMs: number): Promise<void> {
    isStopped = true;
    // A claim under way could lease again what is given back below.
    await claiming;
    clearTimeout(timer);
    await Promise.race([Promise.all(inFlight.values()), sleep(drainMs, undefined, { ref: false })]);
    clearInterval(renewal);
    await queue.release([...inFlight.keys()]).catch((error) => {
      log.warn({ err: error }, "engine could not give back its jobs");
    });
  }

  return { wake, expect, stop };
}

function backoffMs(attempt: number): number {
  return Math.min(50 * 2 ** attempt, MAX_BACKOFF_MS);
}

/** The row itself is at fault (data exception, constraint, program limit), so repeating it would not help. */
function isBadData(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(22|23|54)\w{3}$/.test(code);
}
