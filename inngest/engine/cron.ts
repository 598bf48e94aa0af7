import type { Sql } from "postgres";
import type { EngineEvent } from "./events";
import type { RegisteredFunction } from "./registry";
import { nextOccurrence } from "./schedule";

interface DueCron {
  fn: RegisteredFunction;
  event: EngineEvent;
}

/** Registers cron triggers that no worker has registered yet. */
export async function registerCrons(sql: Sql, functions: RegisteredFunction[]): Promise<void> {
  const now = new Date();
  for (const { id, crons } of functions) {
    for (const cron of crons) {
      const next = nextOccurrence(cron, now);
      if (!next) continue;
      await sql`insert into ie_crons (fn, cron, next_at) values (${id}, ${cron}, ${next}) on conflict do nothing`;
    }
  }
}

/**
 * Hands each due trigger to `start` and moves it on, in one transaction per trigger: one worker fires it, and a missed time
 * fires once, late. Returns the milliseconds to the next trigger.
 */
export async function fireCrons(
  sql: Sql,
  functions: RegisteredFunction[],
  start: (due: DueCron, sql: Sql) => Promise<void>,
): Promise<number | null> {
  const owners = new Map(
    functions.flatMap((fn) => fn.crons.map((cron) => [`${fn.id} ${cron}`, fn] as const)),
  );
  if (owners.size === 0) return null;
  const rows = await sql<{ fn: string; cron: string; in_ms: number }[]>`
    select fn, cron, extract(epoch from next_at - clock_timestamp())::float8 * 1000 as in_ms from ie_crons`;
  let nextInMs: number | null = null;
  for (const { fn: id, cron, in_ms } of rows) {
    const fn = owners.get(`${id} ${cron}`);
    if (!fn) continue;
    const inMs = in_ms > 0 ? in_ms : await fire(sql, fn, cron, start);
    if (inMs !== null) nextInMs = Math.min(nextInMs ?? inMs, inMs);
  }
  return nextInMs;
}

async function fire(
  sql: Sql,
  fn: RegisteredFunction,
  cron: string,
  start: (due: DueCron, sql: Sql) => Promise<void>,
): Promise<number | null> {
  return sql.begin(async (tx) => {
    const [due] = await tx<{ next_at: Date }[]>`
      select next_at from ie_crons where fn = ${fn.id} and cron = ${cron} and next_at <= clock_timestamp()
      for update skip locked`;
    if (!due) return null;
    const now = new Date();
    await start({ fn, event: toEvent(fn, cron, due.next_at, now) }, tx as unknown as Sql);
    const next = nextOccurrence(cron, now);
    if (!next) {
      await tx`delete from ie_crons where fn = ${fn.id} and cron = ${cron}`;
      return null;
    }
    await tx`update ie_crons set next_at = ${next} where fn = ${fn.id} and cron = ${cron}`;
    return next.getTime() - now.getTime();
  });
}

function toEvent(fn: RegisteredFunction, cron: string, scheduledAt: Date, firedAt: Date): EngineEvent {
  return {
    id: `${fn.id}:${cron}:${scheduledAt.toISOString()}`,
    name: "inngest/scheduled.timer",
    data: { cron, scheduledAt: scheduledAt.toISOString(), fireAt: firedAt.toISOString() },
    ts: firedAt.getTime(),
    user: {},
  };
}
