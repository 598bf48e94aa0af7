import type { Sql } from "postgres";

/** A leased job with what a call needs to know about its run. */
export interface Job {
  runId: string;
  generation: number;
  fn: string;
  /** JSON text. */
  event: string;
  /** `step` to discover what comes next, else the hashed id of one planned step. */
  step: string;
  pending: string[];
  attempt: number;
  version: number;
  /** Step id and the JSON text it was memoised with, in the order of completion. */
  steps: [id: string, value: string][];
}

interface Claim {
  jobs: Job[];
  /** Milliseconds until the next job is due or a lease runs out: none left if one is due that had no slot; null when the queue is empty. */
  nextInMs: number | null;
}

/** Claims are serialised over all workers, so that counting a key's leased jobs is exact. */
const CLAIM_LOCK = 7_203_401;

/** Its payload is the sender's worker id. */
export const WAKE_CHANNEL = "ie_wake";

export function createQueue({ sql, worker, leaseMs }: { sql: Sql; worker: string; leaseMs: number }) {
  /**
   * Leases up to `count` due jobs. A lane gives no more than its keys have free slots, so that a long backlog of one key holds up nobody else.
   */
  async function claim(count: number): Promise<Claim> {
    const rows = await sql.begin(async (tx) => {
      const [, rows] = await Promise.all([
        // A lost claim is a lease that was never taken; the worker's id in the fence keeps that safe.
        tx`select pg_advisory_xact_lock(${CLAIM_LOCK}), set_config('synchronous_commit', 'off', true)`,
        tx<ClaimRow[]>`
          with recursive lanes as (
            (select key1, limit1, key2, limit2 from ie_jobs where not leased order by key1, key2 limit 1)
            union all
            select next.* from lanes cross join lateral (
              select key1, limit1, key2, limit2 from ie_jobs
              where not leased and (key1, key2) > (lanes.key1, lanes.key2) order by key1, key2 limit 1
            ) next
          ), busy as (
            select key, count(*) as used from ie_jobs cross join lateral (values (key1), (key2)) held(key)
            where leased and run_at > statement_timestamp() group by key
          ), due as (
            select job.* from lanes
            left join busy busy1 on busy1.key = lanes.key1 left join busy busy2 on busy2.key = lanes.key2
            cross join lateral (
              select run_id, run_at, key1, limit1, key2, limit2 from ie_jobs
              where not leased and key1 = lanes.key1 and key2 = lanes.key2 and run_at <= statement_timestamp()
              order by run_at
              limit greatest(0, least(${count}, lanes.limit1 - coalesce(busy1.used, 0), lanes.limit2 - coalesce(busy2.used, 0)))
            ) job
            union all
            select run_id, run_at, key1, limit1, key2, limit2 from ie_jobs
            left join busy busy1 on busy1.key = key1 left join busy busy2 on busy2.key = key2
            where leased and run_at <= statement_timestamp()
              and coalesce(busy1.used < limit1, true) and coalesce(busy2.used < limit2, true)
          ), fit2 as (
            select due.*, row_number() over (partition by key2 order by run_at) + coalesce(used, 0) as place
            from due left join busy on key = key2
          ), fit1 as (
            select fit2.*, row_number() over (partition by key1 order by run_at) + coalesce(used, 0) as place1
            from fit2 left join busy on key = key1 where limit2 is null or place <= limit2
          ), chosen as (
            select run_id, key1, key2 from fit1 where limit1 is null or place1 <= limit1 order by run_at limit ${count}
          ), locked as (
            select job.run_id from chosen join ie_jobs job using (run_id) where job.run_at <= statement_timestamp()
            for update of job skip locked
          ), claimed as (
            update ie_jobs job set leased = true, worker = ${worker}, generation = generation + 1,
              run_at = clock_timestamp() + ${leaseMs} * interval '1 ms'
            from locked where job.run_id = locked.run_id returning job.*
          ), next as (
            select (select run_at from ie_jobs where not leased and key1 = lanes.key1 and key2 = lanes.key2 order by run_at
              offset (select count(*) from chosen where chosen.key1 = lanes.key1 and chosen.key2 = lanes.key2) limit 1) as at
            from lanes
            union all
            (select run_at from ie_jobs where leased and run_at > statement_timestamp() order by run_at limit 1)
          )
          select soonest.in_ms, job.* from (
            select extract(epoch from min(at) - clock_timestamp())::float8 * 1000 as in_ms from next
          ) soonest left join (
            select claimed.run_id, generation, fn, event::text as event, step, to_json(pending) as pending, attempt, version,
              (select json_agg(json_build_array(memo.id, memo.value) order by memo.position)
                from ie_steps memo where memo.run_id = claimed.run_id) as steps
            from claimed join ie_runs run on run.id = claimed.run_id
          ) job on true`,
      ]);
      return rows;
    });
    return { jobs: rows.flatMap(toJob), nextInMs: rows[0]?.in_ms ?? null };
  }

  /** Extends the leases of jobs that are still being worked on. */
  async function renew(jobs: Job[]): Promise<void> {
    if (jobs.length === 0) return;
    await sql`
      update ie_jobs job set run_at = clock_timestamp() + ${leaseMs} * interval '1 ms'
      from json_to_recordset(${fences(jobs)}::text::json) as held("runId" text, generation int)
      where job.run_id = held."runId" and job.generation = held.generation and job.worker = ${worker}`;
  }

  /** Gives jobs back unfinished: another worker may take them at once, and late results are refused. */
  async function release(jobs: Job[]): Promise<void> {
    if (jobs.length === 0) return;
    await sql`
      update ie_jobs job
      set leased = false, worker = null, generation = job.generation + 1, run_at = clock_timestamp()
      from json_to_recordset(${fences(jobs)}::text::json) as held("runId" text, generation int)
      where job.run_id = held."runId" and job.generation = held.generation and job.worker = ${worker}`;
    await notify();
  }

  /** Tells the other workers that there is more to do than this one takes on. */
  async function notify(): Promise<void> {
    await sql.notify(WAKE_CHANNEL, worker);
  }

  return { claim, renew, release, notify };
}

export type Queue = ReturnType<typeof createQueue>;

/** Without a job, all but `in_ms` is null. */
interface ClaimRow extends Omit<Job, "runId" | "steps"> {
  in_ms: number | null;
  run_id: string | null;
  steps: Job["steps"] | null;
}

function toJob({ in_ms: _, run_id: runId, steps, ...job }: ClaimRow): Job[] {
  return runId === null ? [] : [{ ...job, runId, steps: steps ?? [] }];
}

function fences(jobs: Job[]): string {
  return JSON.stringify(jobs.map(({ runId, generation }) => ({ runId, generation })));
}
