import type { Sql, TransactionSql } from "postgres";
import type { Intake, Start } from "./events";
import type { ConcurrencyKey, Job } from "./queue";

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
const FINISHED_RUN_TTL = "1 hour";
const PRUNE_BATCH = 2000;

/** Starts and cancels runs in one transaction; returns the concurrency keys that cancelling freed. */
export async function takeIn(sql: Sql, { starts, cancelKeys }: Intake): Promise<ConcurrencyKey[]> {
  if (cancelKeys.length === 0) {
    await insertStarts(sql, starts);
    return [];
  }
  return sql.begin(async (tx) => {
    const freed = await cancelRuns(tx, cancelKeys);
    await insertStarts(tx, starts);
    return freed;
  });
}

/**
 * Records the outcomes of calls in one transaction. An outcome counts only while its job is still leased to this worker under
 * the same generation; the others are dropped. Returns those that counted.
 */
export async function settle(sql: Sql, worker: string, settlements: Settlement[]): Promise<Settlement[]> {
  const fences = settlements.map(({ job }) => ({ id: job.id, generation: job.generation }));
  return sql.begin(async (tx) => {
    const rows = await tx<{ id: string }[]>`
      select job.id from ie_jobs job
      join json_to_recordset(${toJson(fences)}::text::json) as held(id bigint, generation int)
        on job.id = held.id and job.generation = held.generation
      where job.worker = ${worker} order by job.id for update of job`;
    const ours = new Set(rows.map(({ id }) => id));
    const held = settlements.filter(({ job }) => ours.has(job.id));
    await Promise.all([
      saveSteps(tx, held),
      continueJobs(tx, held),
      finishRuns(tx, held),
      insertStarts(
        tx,
        held.flatMap(({ starts }) => starts),
      ),
    ]);
    return held;
  });
}

/** Stores steps in the middle of a call; false when the call's lease has passed to someone else. */
export async function checkpoint(sql: Sql, lease: Lease, steps: SavedStep[]): Promise<boolean> {
  const rows = await sql`
    with held as (
      update ie_jobs set attempt = 0
      where id = ${lease.id} and generation = ${lease.generation} and worker = ${lease.worker} and leased
        and run_id = ${lease.runId}
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
  id: string;
  generation: number;
  worker: string;
  runId: string;
}

/** Deletes a batch of what nobody needs any more; returns how many rows went. */
export async function prune(sql: Sql): Promise<number> {
  const [runs, keys] = await Promise.all([
    sql`
      with gone as (
        delete from ie_runs where id in (
          select id from ie_runs where ended_at < now() - ${FINISHED_RUN_TTL}::interval limit ${PRUNE_BATCH}
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

async function insertStarts(db: Db, starts: Start[]): Promise<void> {
  if (starts.length === 0) return;
  await db`
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
    select "runId", coalesce("startsAt", clock_timestamp()), key1, limit1, key2, limit2 from started`;
}

async function cancelRuns(tx: TransactionSql, cancelKeys: string[]): Promise<ConcurrencyKey[]> {
  const keys = toJson(cancelKeys);
  // Jobs first and in order, as `settle` does, so that the two cannot deadlock.
  const jobs = await tx<JobRow[]>`
    select id, run_id, key1, limit1, key2, limit2 from ie_jobs
    where run_id in (
      select run_id from ie_cancellations where key in (select json_array_elements_text(${keys}::text::json))
    ) order by id for update`;
  if (jobs.length === 0) return [];
  const runIds = toJson(jobs.map(({ run_id }) => run_id));
  await Promise.all([
    tx`delete from ie_jobs where run_id in (select json_array_elements_text(${runIds}::text::json))`,
    tx`delete from ie_cancellations where run_id in (select json_array_elements_text(${runIds}::text::json))`,
    tx`
      update ie_runs set status = 'cancelled', ended_at = now()
      where id in (select json_array_elements_text(${runIds}::text::json))`,
  ]);
  return jobs.flatMap(({ key1, limit1, key2, limit2 }) => [
    ...(key1 !== null && limit1 !== null ? [{ key: key1, limit: limit1 }] : []),
    ...(key2 !== null && limit2 !== null ? [{ key: key2, limit: limit2 }] : []),
  ]);
}

interface JobRow {
  run_id: string;
  key1: string | null;
  limit1: number | null;
  key2: string | null;
  limit2: number | null;
}

async function saveSteps(tx: TransactionSql, settlements: Settlement[]): Promise<void> {
  const steps = settlements.flatMap(({ job, outcome }) =>
    outcome.kind === "continued"
      ? outcome.saved.map(([id, value]) => ({ run_id: job.runId, id, value }))
      : [],
  );
  if (steps.length === 0) return;
  await tx`
    insert into ie_steps (run_id, id, value)
    select run_id, id, value from json_to_recordset(${toJson(steps)}::text::json)
      as step(run_id text, id text, value text)
    on conflict do nothing`;
}

async function continueJobs(tx: TransactionSql, settlements: Settlement[]): Promise<void> {
  const jobs = settlements.flatMap(({ job, outcome }) =>
    outcome.kind === "continued" ? [{ ...outcome, saved: undefined, id: job.id }] : [],
  );
  if (jobs.length === 0) return;
  await tx`
    update ie_jobs job set leased = false, worker = null, step = next.step, pending = next.pending,
      attempt = next.attempt, version = next.version,
      run_at = coalesce(next.at, clock_timestamp() + next."inMs" * interval '1 ms')
    from json_to_recordset(${toJson(jobs)}::text::json) as next(
      id bigint, step text, pending text[], attempt int, version int, at timestamptz, "inMs" float8)
    where job.id = next.id`;
}

async function finishRuns(tx: TransactionSql, settlements: Settlement[]): Promise<void> {
  const runs = settlements.flatMap(({ job, outcome }) =>
    outcome.kind === "finished"
      ? [{ job: job.id, id: job.runId, status: outcome.status, output: outcome.output }]
      : [],
  );
  if (runs.length === 0) return;
  await tx`
    with finished as (
      select * from json_to_recordset(${toJson(runs)}::text::json)
        as finished(job bigint, id text, status text, output text)
    ), jobs as (
      delete from ie_jobs using finished where ie_jobs.id = finished.job
    ), cancellations as (
      delete from ie_cancellations using finished where run_id = finished.id
    )
    update ie_runs run set status = finished.status, output = finished.output::json, ended_at = now()
    from finished where run.id = finished.id`;
}

/** Documents travel inside as JSON text, which keeps what Postgres cannot hold as text (\u0000) escaped. */
function toJson(rows: unknown[]): string {
  return JSON.stringify(rows);
}
