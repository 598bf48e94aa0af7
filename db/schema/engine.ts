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

/**
 * One run of one function for one event. What changes while it runs lives in its job. A run that ends well is deleted at once, with its
 * steps; one that fails stays for a while, for whoever looks for the reason.
 */
export const engineRuns = pgTable(
  "ie_runs",
  {
    id: text().primaryKey(),
    fn: text().notNull(),
    // json, not jsonb: it keeps what it was given, \u0000 included.
    event: json().notNull(),
    status: text({ enum: ["running", "failed"] })
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

/**
 * The queue: exactly one job per running run. While leased, `run_at` is when the lease ends; until then it waits in the lane of its two
 * concurrency keys ("" for none).
 */
export const engineJobs = pgTable(
  "ie_jobs",
  {
    runId: text().primaryKey(),
    step: text().notNull().default("step"),
    pending: text().array().notNull().default(sql`'{}'`),
    attempt: integer().notNull().default(0),
    version: smallint().notNull().default(-1),
    runAt: instant().notNull(),
    leased: boolean().notNull().default(false),
    worker: text(),
    generation: integer().notNull().default(0),
    key1: text().notNull().default(""),
    limit1: integer(),
    key2: text().notNull().default(""),
    limit2: integer(),
  },
  (job) => [
    index("ie_jobs_lanes").on(job.key1, job.key2, job.runAt).where(sql`not leased`),
    index("ie_jobs_leased").on(job.runAt).where(sql`leased`),
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
