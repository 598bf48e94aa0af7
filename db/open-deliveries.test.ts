import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { databaseBefore } from "./test-database";

/** Deliveries of before: the status, what the next attempt is, attempts so far, and when it is due, in seconds from now. */
const OLD = [
  { id: "pending", status: "pending", trigger: "first", attempts: 0, due: 0 },
  { id: "resent", status: "pending", trigger: "manual", attempts: 2, due: 0 },
  { id: "retrying", status: "retrying", trigger: "retry", attempts: 1, due: 30 },
  { id: "sent first", status: "sending", trigger: "first", attempts: 0, due: 60 },
  { id: "sent again", status: "sending", trigger: "retry", attempts: 1, due: 60 },
  { id: "held", status: "held", trigger: "first", attempts: 0, due: null },
  { id: "succeeded", status: "succeeded", trigger: "retry", attempts: 1, due: null },
  { id: "failed", status: "failed", trigger: "retry", attempts: 6, due: null },
  { id: "canceled", status: "canceled", trigger: "retry", attempts: 1, due: null },
];

let database: Awaited<ReturnType<typeof databaseBefore>>;

beforeEach(async () => {
  database = await databaseBefore("open_deliveries");
});
afterEach(() => database.drop());

test("what was open is in the queue as it was, and what a worker was sending is sent again after its lease", async () => {
  const { sql } = database;

  const subscription = randomUUID();
  await sql`set session_replication_role = replica`;
  for (const { id, status, trigger, attempts, due } of OLD)
    await sql`insert into deliveries (organization_id, subscription_id, event_id, event_type, status, attempt_count, max_attempts,
                                      next_trigger, due_at, completed_at, abandoned_count)
      values (1, ${subscription}, ${randomUUID()}, ${id}, ${status}, ${attempts}, 6, ${trigger},
              now() + make_interval(secs => ${due}::int), ${due === null && status !== "held" ? sql`now()` : null}, 2)`;
  await sql`set session_replication_role = origin`;
  await database.migrate();

  const after = await sql<Record<string, unknown>[]>`
    select d.event_type as id, d.status, d.undelivered_status as undelivered, q.is_manual as manual, q.is_sending as sending,
           q.abandoned_count as abandoned, round(extract(epoch from q.due_at - now()) / 30)::int * 30 as due
    from deliveries d left join open_deliveries q using (organization_id, subscription_id, event_type) order by d.id`;
  const queued = { undelivered: null, manual: false, sending: false, abandoned: 2, due: 0 };
  const finished = { undelivered: null, manual: null, sending: null, abandoned: null, due: null };
  expect([...after]).toEqual([
    { id: "pending", status: "pending", ...queued },
    { id: "resent", status: "pending", ...queued, manual: true },
    { id: "retrying", status: "retrying", ...queued, due: 30 },
    { id: "sent first", status: "pending", ...queued, sending: true, due: 60 },
    { id: "sent again", status: "retrying", ...queued, sending: true, due: 60 },
    { id: "held", status: "held", ...finished, undelivered: "held" },
    { id: "succeeded", status: "succeeded", ...finished },
    { id: "failed", status: "failed", ...finished, undelivered: "failed" },
    { id: "canceled", status: "canceled", ...finished, undelivered: "canceled" },
  ]);
});
