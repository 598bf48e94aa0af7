import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

const instant = () => timestamp({ withTimezone: true });

/** One run of one function for one event. What changes while it runs lives in its job. */
export const engineRuns = pgTable(
  "ie_runs",
  {
    id: text().primaryKey(),
    fn: text().notNull(),
    // json, not jsonb: it keeps what it was given, \u0000 included.
    event: json().notNull(),
    status: text({ enum: ["running", "completed", "failed", "cancelled"] })
      .notNull()
      .default("running"),
    output: json(),
    createdAt: instant().notNull().defaultNow(),
    endedAt: instant(),
  },
  (run) => [index("ie_runs_ended").on(run.endedAt).where(sql`ended_at is not null`)],
);

/** Memoised step results of a run, in the order they completed. Values are JSON text. */
export const engineSteps = pgTable(
  "ie_steps",
  {
    runId: text().notNull(),
    id: text().notNull(),
    position: bigserial({ mode: "number" }).notNull(),
    value: text().notNull(),
  },
  (step) => [primaryKey({ columns: [step.runId, step.id] })],
);

/** The queue: exactly one job per running run. While leased, `run_at` is when the lease ends. */
export const engineJobs = pgTable(
  "ie_jobs",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    runId: text().notNull(),
    step: text().notNull().default("step"),
    pending: text().array().notNull().default(sql`'{}'`),
    attempt: integer().notNull().default(0),
    version: smallint().notNull().default(-1),
    runAt: instant().notNull(),
    leased: boolean().notNull().default(false),
    worker: text(),
    generation: integer().notNull().default(0),
    key1: text(),
    limit1: integer(),
    key2: text(),
    limit2: integer(),
    // The concurrency key that was full when the job came due; it leaves the ready index until a slot frees.
    parkedOn: text(),
  },
  (job) => [
    index("ie_jobs_ready").on(job.runAt, job.id).where(sql`parked_on is null`),
    index("ie_jobs_parked").on(job.parkedOn, job.runAt, job.id).where(sql`parked_on is not null`),
    index("ie_jobs_leased").on(job.id).where(sql`leased`),
    index("ie_jobs_run").on(job.runId),
  ],
);

/** Which (function, event id or idempotency key) has already started a run. */
export const engineIdempotency = pgTable(
  "ie_idempotency",
  {
    fn: text().notNull(),
    key: text().notNull(),
    runId: text().notNull(),
    expiresAt: instant().notNull(),
  },
  (entry) => [
    primaryKey({ columns: [entry.fn, entry.key] }),
    index("ie_idempotency_expires").on(entry.expiresAt),
  ],
);

/** What an incoming event must match to cancel a running run. */
export const engineCancellations = pgTable(
  "ie_cancellations",
  { key: text().notNull(), runId: text().notNull() },
  (entry) => [
    primaryKey({ columns: [entry.key, entry.runId] }),
    index("ie_cancellations_run").on(entry.runId),
  ],
);

/** The next instant of each cron trigger, shared by all workers. */
export const engineCrons = pgTable(
  "ie_crons",
  { fn: text().notNull(), cron: text().notNull(), nextAt: instant().notNull() },
  (cron) => [primaryKey({ columns: [cron.fn, cron.cron] })],
);
