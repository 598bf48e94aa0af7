import type { Sql, TransactionSql } from "postgres";
import type { Intake, Start } from "./events";
import type { Job } from "./queue";

export type SavedStep = [id: string, value: string];

/** What a call leads to. Values are JSON text. */
export type Outcome =
  | { kind: "finished"; status: "completed" | "failed"; output: string }
  | {
      kind: "continued";
      saved: SavedStep[];
      step: string;
      pending: string[];
      attempt: number;
      version: number;
      /** When to call again: an ISO instant, or milliseconds from now. */
      at: string | null;
      inMs: number;
    };

export interface Settlement {
  job: Job;
  outcome: Outcome;
  /** Runs of failure handlers that a final failure starts. */
  starts: Start[];
}

const IDEMPOTENCY_TTL = "24 hours";
const FAILED_RUN_TTL = "24 hours";
const PRUNE_BATCH = 2000;

/** Starts and cancels runs in one transaction; returns the milliseconds until the first of those started is due, if there is one. */
export async function takeIn(sql: Sql, { starts, cancelKeys }: Intake): Promise<number | null> {
  if (cancelKeys.length === 0) return insertStarts(sql, starts);
  return sql.begin(async (tx) => {
    await cancelRuns(tx, cancelKeys);
    return insertStarts(tx, starts);
  });
}

interface Settled {
  /** Those that counted. */
  held: Settlement[];
  /** Milliseconds until the first of the jobs that go on is due. */
  nextInMs: number | null;
}

/**
 * Records the outcomes of calls in one transaction. An outcome counts only while its job is still leased to this worker under the same
 * generation; the others are dropped.
 */
export async function settle(sql: Sql, worker: string, settlements: Settlement[]): Promise<Settled> {
  const isStarting = settlements.some(({ starts }) => starts.length > 0);
  if (!isStarting) return settleHeld(sql, worker, settlements);
  return sql.begin(async (tx) => {
    const { held, nextInMs } = await settleHeld(tx, worker, settlements);
    const startsInMs = await insertStarts(
      tx,
      held.flatMap(({ starts }) => starts),
    );
    return { held, nextInMs: soonest([nextInMs, startsInMs]) };
  });
}

async function settleHeld(db: Db, worker: string, settlements: Settlement[]): Promise<Settled> {
  const outcomes = settlements.map(({ job: { runId, generation }, outcome }) => ({
    ...outcome,
    runId,
    generation,
  }));
  const rows = await db<{ run_id: string; in_ms: number | null }[]>`
    with held as materialized (
      select outcome.* from json_to_recordset(${toJson(outcomes)}::text::json) as outcome(
        "runId" text, generation int, status text, output text,
        saved json, step text, pending text[], attempt int, version int, at timestamptz, "inMs" float8)
      join ie_jobs job on job.run_id = "runId" and job.generation = outcome.generation
      where job.worker = ${worker} order by job.run_id for update of job
    ), memoised as (
      insert into ie_steps (run_id, id, value)
      select "runId", memo->>0, memo->>1 from held cross join json_array_elements(saved) memo
      on conflict do nothing
    ), continued as (
      update ie_jobs job set leased = false, worker = null, step = held.step, pending = held.pending,
        attempt = held.attempt, version = held.version,
        run_at = coalesce(at, clock_timestamp() + "inMs" * interval '1 ms')
      from held where job.run_id = "runId" and status is null
      returning job.run_id, job.run_at
    ), finished as (
      delete from ie_jobs job using held where job.run_id = "runId" and status is not null
      returning job.run_id, status, output
    ), cancellations as (
      delete from ie_cancellations entry using finished where entry.run_id = finished.run_id
    ), failed as (
      update ie_runs run set status = 'failed', output = finished.output::json, ended_at = now()
      from finished where run.id = finished.run_id and finished.status = 'failed'
    ), completed as (
      delete from ie_runs run using finished where run.id = finished.run_id and finished.status = 'completed'
    ), forgotten as (
      delete from ie_steps memo using finished where memo.run_id = finished.run_id and status = 'completed'
    )
    select "runId" as run_id, extract(epoch from run_at - clock_timestamp())::float8 * 1000 as in_ms
    from held left join continued on run_id = "runId"`;
  const ours = new Set(rows.map((row) => row.run_id));
  const held = settlements.filter(({ job }) => ours.has(job.runId));
  return { held, nextInMs: soonest(rows.map((row) => row.in_ms)) };
}

/** Stores steps in the middle of a call; false when the call's lease has passed to someone else. */
export async function checkpoint(sql: Sql, lease: Lease, steps: SavedStep[]): Promise<boolean> {
  const rows = await sql`
    with held as (
      update ie_jobs set attempt = 0
      where run_id = ${lease.runId} and generation = ${lease.generation} and worker = ${lease.worker} and leased
      returning run_id
    ), saved as (
      insert into ie_steps (run_id, id, value)
      select held.run_id, step.id, step.value
      from held cross join json_to_recordset(${toJson(steps.map(([id, value]) => ({ id, value })))}::text::json)
        as step(id text, value text)
      on conflict do nothing
    )
    select run_id from held`;
  return rows.length > 0;
}

export interface Lease {
  runId: string;
  generation: number;
  worker: string;
}

/** Deletes a batch of what nobody needs any more; returns how many rows went. */
export async function prune(sql: Sql): Promise<number> {
  const [runs, keys] = await Promise.all([
    sql`
      with gone as (
        delete from ie_runs where id in (
          select id from ie_runs where ended_at < now() - ${FAILED_RUN_TTL}::interval limit ${PRUNE_BATCH}
        ) returning id
      ), steps as (
        delete from ie_steps using gone where run_id = gone.id
      )
      select id from gone`,
    sql`
      delete from ie_idempotency where (fn, key) in (
        select fn, key from ie_idempotency where expires_at < now() limit ${PRUNE_BATCH}
      ) returning fn`,
  ]);
  return runs.length + keys.length;
}

type Db = Sql | TransactionSql;

async function insertStarts(db: Db, starts: Start[]): Promise<number | null> {
  if (starts.length === 0) return null;
  const rows = await db<{ in_ms: number }[]>`
    with start as (
      select * from json_to_recordset(${toJson(starts)}::text::json) as start(
        "runId" text, fn text, event text, dedupe text, idempotency text, "startsAt" timestamptz,
        key1 text, limit1 int, key2 text, limit2 int, "cancelKeys" text[])
    ), fresh as (
      insert into ie_idempotency as known (fn, key, run_id, expires_at)
      select fn, dedupe, "runId", now() + ${IDEMPOTENCY_TTL}::interval from start
      on conflict (fn, key) do update set run_id = excluded.run_id, expires_at = excluded.expires_at
        where known.expires_at < now()
      returning run_id
    ), first as (
      insert into ie_idempotency as known (fn, key, run_id, expires_at)
      select fn, idempotency, "runId", now() + ${IDEMPOTENCY_TTL}::interval
      from start join fresh on run_id = "runId" where idempotency is not null
      on conflict (fn, key) do update set run_id = excluded.run_id, expires_at = excluded.expires_at
        where known.expires_at < now()
      returning run_id
    ), started as (
      select start.* from start join fresh on fresh.run_id = "runId"
      where idempotency is null or "runId" in (select run_id from first)
    ), runs as (
      insert into ie_runs (id, fn, event) select "runId", fn, event::json from started
    ), cancellations as (
      insert into ie_cancellations (key, run_id) select unnest("cancelKeys"), "runId" from started on conflict do nothing
    )
    insert into ie_jobs (run_id, run_at, key1, limit1, key2, limit2)
    select "runId", coalesce("startsAt", clock_timestamp()), key1, limit1, key2, limit2 from started
    returning extract(epoch from run_at - clock_timestamp())::float8 * 1000 as in_ms`;
  return soonest(rows.map((row) => row.in_ms));
}

async function cancelRuns(tx: TransactionSql, cancelKeys: string[]): Promise<void> {
  // Jobs first and in order, as `settle` does, so that the two cannot deadlock.
  const jobs = await tx<{ run_id: string }[]>`
    select run_id from ie_jobs
    where run_id in (
      select run_id from ie_cancellations
      where key in (select json_array_elements_text(${toJson(cancelKeys)}::text::json))
    ) order by run_id for update`;
  if (jobs.length === 0) return;
  await tx`
    with cancelled as materialized (
      select json_array_elements_text(${toJson(jobs.map((job) => job.run_id))}::text::json) as id
    ), jobs as (
      delete from ie_jobs using cancelled where run_id = cancelled.id
    ), cancellations as (
      delete from ie_cancellations using cancelled where run_id = cancelled.id
    ), steps as (
      delete from ie_steps using cancelled where run_id = cancelled.id
    )
    delete from ie_runs run using cancelled where run.id = cancelled.id`;
}

function soonest(delays: (number | null)[]): number | null {
  const known = delays.filter((ms) => ms !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

/** Documents travel inside as JSON text, which keeps what Postgres cannot hold as text (\u0000) escaped. */
function toJson(rows: unknown[]): string {
  return JSON.stringify(rows);
}
