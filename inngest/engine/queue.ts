import type { Sql } from "postgres";
import type { EngineEvent } from "./events";

/** A leased job with what a call needs to know about its run. */
export interface Job {
  id: string;
  generation: number;
  runId: string;
  fn: string;
  event: EngineEvent;
  /** `step` to discover what comes next, else the hashed id of one planned step. */
  step: string;
  pending: string[];
  attempt: number;
  version: number;
  /** Step id and the JSON text it was memoised with, in the order of completion. */
  steps: [id: string, value: string][];
  keys: ConcurrencyKey[];
}

export interface ConcurrencyKey {
  key: string;
  limit: number;
}

interface Claim {
  jobs: Job[];
  /** Milliseconds until the next job is due or a lease runs out; null when the queue is empty. */
  nextInMs: number | null;
}

/** Claims are serialised over all workers, so that counting a key's leased jobs is exact. */
const CLAIM_LOCK = 7_203_401;
/** How many over-limit jobs one claim may set aside besides the jobs it leases. */
const LOOK_AHEAD = 256;

/** Its payload is the sender's worker id. */
export const WAKE_CHANNEL = "ie_wake";

export function createQueue({ sql, worker, leaseMs }: { sql: Sql; worker: string; leaseMs: number }) {
  /** Leases up to `count` due jobs. Jobs whose concurrency key is full are parked, out of everyone's way. */
  async function claim(count: number): Promise<Claim> {
    const { jobs, parked, nextInMs } = await sql.begin(async (tx) => {
      // A lost claim is a lease that was never taken; the worker's id in the fence keeps that safe.
      const [, , rows, [next]] = await Promise.all([
        tx`set local synchronous_commit = off`,
        tx`select pg_advisory_xact_lock(${CLAIM_LOCK})`,
        tx<ClaimRow[]>`
          with due as (
            select id, key1, limit1, key2, limit2, run_at from ie_jobs
            where parked_on is null and run_at <= clock_timestamp()
            order by run_at, id limit ${count + LOOK_AHEAD} for update skip locked
          ), busy as (
            select key, count(*) as used from (
              select key1 as key from ie_jobs where leased and run_at > clock_timestamp()
              union all
              select key2 from ie_jobs where leased and run_at > clock_timestamp()
            ) leased where key is not null group by key
          ), judged as (
            select due.id, due.run_at, case
              when row_number() over (partition by key1 order by due.run_at, due.id) + coalesce(busy1.used, 0) > limit1 then key1
              when row_number() over (partition by key2 order by due.run_at, due.id) + coalesce(busy2.used, 0) > limit2 then key2
            end as full_key
            from due left join busy busy1 on busy1.key = key1 left join busy busy2 on busy2.key = key2
          ), chosen as (
            select id from judged where full_key is null order by run_at, id limit ${count}
          ), parked as (
            update ie_jobs job set parked_on = full_key, leased = false, worker = null from judged
            where job.id = judged.id and full_key is not null
            returning job.key1, job.limit1, job.key2, job.limit2
          ), claimed as (
            update ie_jobs job set leased = true, worker = ${worker}, generation = generation + 1,
              run_at = clock_timestamp() + ${leaseMs} * interval '1 ms'
            from chosen where job.id = chosen.id returning job.*
          )
          select false as parked, claimed.id, generation, run_id, fn, event, step,
            to_json(pending) as pending, attempt, version, key1, limit1, key2, limit2,
            (select json_agg(json_build_array(memo.id, memo.value) order by memo.position)
              from ie_steps memo where memo.run_id = claimed.run_id) as steps
          from claimed join ie_runs run on run.id = claimed.run_id
          union all
          select true, null, null, null, null, null, null, null, null, null, key1, limit1, key2, limit2, null
          from parked`,
        tx<{ in_ms: number | null }[]>`
          select extract(epoch from min(run_at) - clock_timestamp())::float8 * 1000 as in_ms
          from ie_jobs where parked_on is null`,
      ]);
      return {
        jobs: rows.filter((row) => !row.parked).map(toJob),
        parked: rows.filter((row) => row.parked),
        nextInMs: next?.in_ms ?? null,
      };
    });
    // A slot freed while this claim parked is invisible to whoever freed it; look again now that both are committed.
    if (parked.length > 0) {
      const ready = await unpark(parked.flatMap(toKeys));
      return { jobs, nextInMs: ready ? 0 : nextInMs };
    }
    return { jobs, nextInMs };
  }

  /** Puts the oldest parked jobs of keys with free slots back in line; true when there were any. */
  async function unpark(keys: ConcurrencyKey[]): Promise<boolean> {
    if (keys.length === 0) return false;
    const limits = [...new Map(keys.map(({ key, limit }) => [key, limit]))];
    const rows = await sql`
      with wanted as (
        select value->>0 as key, (value->>1)::int as cap from json_array_elements(${JSON.stringify(limits)}::text::json)
      ), free as (
        select key, cap - (
          select count(*) from ie_jobs
          where leased and run_at > clock_timestamp() and (key1 = wanted.key or key2 = wanted.key)
        ) as slots from wanted
      )
      update ie_jobs set parked_on = null where id in (
        select next.id from free cross join lateral (
          select id from ie_jobs where parked_on = free.key
          order by run_at, id limit greatest(free.slots, 0) for update skip locked
        ) next
      ) returning id`;
    return rows.length > 0;
  }

  /** Safety net for slots that were freed by a worker that died: every parked key is looked at again. */
  async function unparkAll(): Promise<boolean> {
    const rows = await sql<{ key: string; limit: number }[]>`
      select parked_on as key, min(case when parked_on = key1 then limit1 else limit2 end) as limit
      from ie_jobs where parked_on is not null group by parked_on`;
    return unpark(rows.map(({ key, limit }) => ({ key, limit })));
  }

  /** Extends the leases of jobs that are still being worked on. */
  async function renew(jobs: Job[]): Promise<void> {
    if (jobs.length === 0) return;
    await sql`
      update ie_jobs job set run_at = clock_timestamp() + ${leaseMs} * interval '1 ms'
      from json_to_recordset(${fences(jobs)}::text::json) as held(id bigint, generation int)
      where job.id = held.id and job.generation = held.generation and job.worker = ${worker}`;
  }

  /** Gives jobs back unfinished: another worker may take them at once, and late results are refused. */
  async function release(jobs: Job[]): Promise<void> {
    if (jobs.length === 0) return;
    await sql`
      update ie_jobs job
      set leased = false, worker = null, generation = job.generation + 1, run_at = clock_timestamp()
      from json_to_recordset(${fences(jobs)}::text::json) as held(id bigint, generation int)
      where job.id = held.id and job.generation = held.generation and job.worker = ${worker}`;
    await unpark(jobs.flatMap(({ keys }) => keys));
    await notify();
  }

  /** Tells the other workers that there is more to do than this one takes on. */
  async function notify(): Promise<void> {
    await sql.notify(WAKE_CHANNEL, worker);
  }

  return { claim, unpark, unparkAll, renew, release, notify };
}

export type Queue = ReturnType<typeof createQueue>;

interface ClaimRow {
  parked: boolean;
  id: string;
  generation: number;
  run_id: string;
  fn: string;
  event: EngineEvent;
  step: string;
  pending: string[];
  attempt: number;
  version: number;
  key1: string | null;
  limit1: number | null;
  key2: string | null;
  limit2: number | null;
  steps: [string, string][] | null;
}

function toJob(row: ClaimRow): Job {
  const { id, generation, fn, event, step, pending, attempt, version } = row;
  const job = { id, generation, fn, event, step, pending, attempt, version };
  return { ...job, runId: row.run_id, steps: row.steps ?? [], keys: toKeys(row) };
}

function toKeys({ key1, limit1, key2, limit2 }: ClaimRow): ConcurrencyKey[] {
  const keys: ConcurrencyKey[] = [];
  if (key1 !== null && limit1 !== null) keys.push({ key: key1, limit: limit1 });
  if (key2 !== null && limit2 !== null) keys.push({ key: key2, limit: limit2 });
  return keys;
}

function fences(jobs: Job[]): string {
  return JSON.stringify(jobs.map(({ id, generation }) => ({ id, generation })));
}
