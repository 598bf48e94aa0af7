import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connectDatabase } from "./connection";
import { createQueue } from "./queue";
import { createEngineDatabase } from "./test-engine";

interface Row {
  id: string;
  key1: string;
  limit1: number | null;
  key2: string;
  limit2: number | null;
  /** Seconds from now; of a leased one, when its lease ends. */
  inSeconds: number;
  leased: boolean;
}

/** One limit per key, as functions have them; none for "". */
const LIMITS: Record<string, number> = { a: 1, b: 2, c: 5, x: 1, y: 3 };

const rows = fc
  .array(
    fc.record({
      key1: fc.constantFrom("", "a", "b", "c"),
      key2: fc.constantFrom("", "x", "y"),
      inSeconds: fc.constantFrom(-300, -200, -100, 100, 200, 300),
      leased: fc.boolean(),
    }),
    { maxLength: 25 },
  )
  .map((list) =>
    list.map((row, index): Row => {
      const limits = { limit1: LIMITS[row.key1] ?? null, limit2: LIMITS[row.key2] ?? null };
      return { ...row, ...limits, id: `run-${index}` };
    }),
  );

let database: Awaited<ReturnType<typeof createEngineDatabase>>;
let sql: ReturnType<typeof connectDatabase>;

beforeEach(async () => {
  database = await createEngineDatabase();
  sql = connectDatabase(database.url);
});

afterEach(async () => {
  await sql.end();
  await database.drop();
});

async function fill(list: Row[]): Promise<void> {
  await sql`delete from ie_jobs`;
  await sql`delete from ie_runs`;
  await sql`insert into ie_runs (id, fn, event) select value->>'id', 'f', '{}' from json_array_elements(${JSON.stringify(list)}::text::json)`;
  await sql`
    insert into ie_jobs (run_id, run_at, leased, worker, key1, limit1, key2, limit2)
    select id, now() + "inSeconds" * interval '1 s', leased, case when leased then 'other' end, key1, limit1, key2, limit2
    from json_to_recordset(${JSON.stringify(list)}::text::json) as job(
      id text, "inSeconds" int, leased boolean, key1 text, limit1 int, key2 text, limit2 int)`;
}

test("claims take every due job that its limits have a slot for, never one more, and tell when to look again", async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 12 }), async (list, count) => {
      await fill(list);
      const queue = createQueue({ sql, worker: "me", leaseMs: 60_000 });
      const taken = new Set<string>();
      let last = await queue.claim(count);
      for (; last.jobs.length > 0; last = await queue.claim(count)) {
        expect(last.jobs.length).toBeLessThanOrEqual(count);
        for (const { runId } of last.jobs) {
          expect(taken).not.toContain(runId);
          taken.add(runId);
        }
      }
      const held = list.filter((row) => taken.has(row.id) || (row.leased && row.inSeconds > 0));
      const used = (key: string) => held.filter(({ key1, key2 }) => key1 === key || key2 === key).length;
      for (const [key, limit] of Object.entries(LIMITS)) {
        const before = list.filter(
          (row) => row.leased && row.inSeconds > 0 && [row.key1, row.key2].includes(key),
        );
        expect(used(key)).toBeLessThanOrEqual(Math.max(limit, before.length));
      }
      const isFull = (key: string) => used(key) >= (LIMITS[key] ?? Number.POSITIVE_INFINITY);
      const left = list.filter((row) => row.inSeconds < 0 && !taken.has(row.id));
      for (const row of left) expect(isFull(row.key1) || isFull(row.key2)).toBe(true);

      // What is claimed has a lease of a minute.
      const upcoming = list.filter((row) => row.inSeconds > 0).map((row) => row.inSeconds);
      const next = Math.min(...upcoming, ...(taken.size > 0 ? [60] : []));
      if (left.some((row) => !row.leased)) expect(last.nextInMs).toBeLessThanOrEqual(0);
      else if (next === Number.POSITIVE_INFINITY) expect(last.nextInMs).toBeNull();
      else expect(Math.abs(Number(last.nextInMs) / 1000 - next)).toBeLessThan(50);
    }),
    { numRuns: 100 },
  );
});

test("two claims at once share the due jobs and the slots of a key", async () => {
  const list = Array.from(
    { length: 40 },
    (_, index): Row => ({
      id: `run-${index}`,
      key1: index % 2 ? "c" : "",
      limit1: index % 2 ? 5 : null,
      key2: "",
      limit2: null,
      inSeconds: -index - 1,
      leased: false,
    }),
  );
  await fill(list);
  const claims = ["one", "two", "three"].map((worker) =>
    createQueue({ sql, worker, leaseMs: 60_000 }).claim(10),
  );
  const jobs = (await Promise.all(claims)).flatMap((claim) => claim.jobs);
  expect(new Set(jobs.map((job) => job.runId)).size).toBe(jobs.length);
  expect(jobs).toHaveLength(25);
});

test("a claim looks at the lanes, not at all that waits in them", async () => {
  await sql`
    insert into ie_jobs (run_id, run_at, key1, limit1)
    select 'run-' || n, now() + (n % 2 * 2 - 1) * interval '1 hour', 'lane-' || n % 4, 1 from generate_series(1, 20000) n`;
  const { claim } = createQueue({ sql, worker: "me", leaseMs: 60_000 });
  const before = await rowsRead();
  await claim(32);
  expect((await rowsRead()) - before).toBeLessThan(100);
});

async function rowsRead(): Promise<number> {
  await sql`select pg_stat_force_next_flush()`;
  const [row] = await database.sql<{ read: string }[]>`
    select seq_tup_read + idx_tup_fetch as read from pg_stat_user_tables where relname = 'ie_jobs'`;
  return Number(row?.read);
}
