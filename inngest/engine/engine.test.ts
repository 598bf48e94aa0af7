import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { Inngest, type InngestFunction } from "inngest";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createCrashApp, startCrashEngine } from "./crash-app";
import { type Engine, type EngineOptions, startEngine } from "./engine";
import { createEngineDatabase, silentLog } from "./test-engine";

const SIGNING_KEY = "0123456789abcdef";

vi.setConfig({ testTimeout: 60_000 });

let database: Awaited<ReturnType<typeof createEngineDatabase>>;
let engines: Engine[];

beforeEach(async () => {
  database = await createEngineDatabase();
  engines = [];
});

afterEach(async () => {
  await Promise.all(engines.map((engine) => engine.stop({ drainMs: 0 })));
  await database.drop();
});

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 40_000, interval: 20 });

function createClient() {
  const checkpointing = { bufferedSteps: 1000 };
  return new Inngest({ id: "app", checkpointing, aiMetadata: false, logger: silentLog });
}

async function start(client: Inngest, functions: InngestFunction.Any[], more: Partial<EngineOptions> = {}) {
  const engine = await startEngine({
    databaseUrl: database.url,
    client,
    functions,
    signingKey: SIGNING_KEY,
    eventKey: "key",
    port: 0,
    log: silentLog,
    ...more,
  });
  engines.push(engine);
  return engine;
}

function deferred() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, resolve };
}

/** Of the runs that are there: those that ended well are gone. */
async function statuses() {
  return (await database.sql<{ status: string }[]>`select status from ie_runs order by id`).map(
    (r) => r.status,
  );
}

test("a run whose process is killed in the middle of a step resumes in another, keeping what was done", async () => {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(import.meta.dirname, "crash-app.ts"), "run"],
    {
      env: { ...process.env, CRASH_DATABASE_URL: database.url },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [line] = await once(child.stdout, "data");
  expect(String(line).trim()).toBe(`second after ${child.pid}`);
  const died = once(child, "exit");
  child.kill("SIGKILL");
  await died;

  const lines: string[] = [];
  engines.push(
    await startCrashEngine(
      database.url,
      createCrashApp((text) => lines.push(text), false),
    ),
  );
  await until(() => expect(lines).toEqual([`second after ${child.pid}`, "done"]));
  await until(async () => expect(await statuses()).toEqual([]));
});

test("a result that comes after the lease has passed on is refused", async () => {
  const client = createClient();
  const entered = deferred();
  const gate = deferred();
  const fn = client.createFunction({ id: "slow", triggers: [{ event: "slow" }] }, async () => {
    entered.resolve();
    await gate.promise;
  });
  const engine = await start(client, [fn]);
  await client.send({ name: "slow", data: {} });
  await entered.promise;
  await database.sql`update ie_jobs set generation = generation + 1, run_at = now() + interval '1 hour'`;
  gate.resolve();
  await until(() => expect(engine.stats()).toMatchObject({ inFlight: 0, refused: 1 }));
  expect(await statuses()).toEqual(["running"]);
});

test("a checkpoint under a lease that has passed on answers 409, an unsigned one 401", async () => {
  const client = createClient();
  const engine = await start(client, []);
  const body = JSON.stringify({ run_id: "r", fn_id: "f", qi_id: "1:1:abc", steps: [] });
  const url = `${engine.url}/v1/checkpoint/r/async`;
  const hashed = createHash("sha256").update(Buffer.from(SIGNING_KEY, "hex")).digest("hex");
  const headers = { authorization: `Bearer ${hashed}` };
  expect((await fetch(url, { method: "POST", body, headers })).status).toBe(409);
  expect((await fetch(url, { method: "POST", body })).status).toBe(401);
});

test("an idle engine finds what another one left that died before it told anybody", async () => {
  const client = createClient();
  const ran: unknown[] = [];
  const fn = client.createFunction({ id: "orphan", triggers: [{ event: "o" }] }, async ({ event }) => {
    ran.push(event.data);
  });
  await start(client, [fn], { leaseMs: 300 });
  const event = { id: "e", name: "o", data: { left: true }, ts: Date.now(), user: {} };
  await database.sql`insert into ie_runs (id, fn, event) values ('r', 'app-orphan', ${database.sql.json(event)})`;
  await database.sql`
    insert into ie_jobs (run_id, run_at, leased, worker) values ('r', now() + interval '300 ms', true, 'dead')`;
  await until(() => expect(ran).toEqual([{ left: true }]));
});

test("leases are renewed while a call is under way", async () => {
  const client = createClient();
  let calls = 0;
  const gate = deferred();
  const fn = client.createFunction({ id: "long", triggers: [{ event: "long" }] }, async () => {
    calls++;
    await gate.promise;
  });
  // So long that a process which stalls renews them in time.
  const leaseMs = 5_000;
  await start(client, [fn], { leaseMs });
  await start(createClient(), [fn], { leaseMs });
  await client.send({ name: "long", data: {} });
  const ends = new Set<string>();
  await until(async () => {
    const rows = await database.sql<{ at: string }[]>`select run_at::text as at from ie_jobs where leased`;
    for (const { at } of rows) ends.add(at);
    const [first] = ends;
    const [row] = await database.sql`select ${first ?? "infinity"}::timestamptz < now() as over`;
    expect({ isFirstOver: row?.over, renewals: ends.size > 2 }).toEqual({
      isFirstOver: true,
      renewals: true,
    });
  });
  gate.resolve();
  await until(async () => expect(await statuses()).toEqual([]));
  expect(calls).toBe(1);
});

test("two engines on one database share the work, run everything once and keep a limit between them", async () => {
  const client = createClient();
  let now = 0;
  let most = 0;
  const runs: string[] = [];
  const fn = client.createFunction(
    { id: "shared", triggers: [{ event: "shared" }], concurrency: { limit: 3 } },
    async ({ runId }) => {
      most = Math.max(most, ++now);
      runs.push(runId);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
    },
  );
  const both = [
    await start(client, [fn], { concurrency: 2 }),
    await start(createClient(), [fn], { concurrency: 2 }),
  ];
  await client.send(Array.from({ length: 120 }, (_, index) => ({ name: "shared", data: { index } })));
  await until(() => expect(runs).toHaveLength(120));
  expect(new Set(runs).size).toBe(120);
  expect(most).toBeLessThanOrEqual(3);
  for (const engine of both) expect(engine.stats().calls).toBeGreaterThan(0);
});

test("a cron trigger fires once over all workers when it is due, and moves on", async () => {
  const fired: unknown[] = [];
  const startTicking = () => {
    const client = createClient();
    const fn = client.createFunction(
      { id: "tick", triggers: [{ cron: "TZ=Europe/Paris 30 4 * * 1" }] },
      async ({ event }) => {
        fired.push(event.data);
      },
    );
    return start(client, [fn]);
  };
  const due = new Date("2020-01-06T03:30:00Z");
  const cron = "TZ=Europe/Paris 30 4 * * 1";
  await database.sql`insert into ie_crons (fn, cron, next_at) values ('app-tick', ${cron}, ${due})`;
  const both = await Promise.all([startTicking(), startTicking()]);
  await until(() => expect(fired).toHaveLength(1));
  expect(fired[0]).toMatchObject({ cron, scheduledAt: due.toISOString() });
  const [next] = await database.sql<{ next_at: Date }[]>`select next_at from ie_crons`;
  expect(next?.next_at.getTime()).toBeGreaterThan(Date.now());

  await database.sql`update ie_crons set next_at = ${due}`;
  await startTicking();
  await until(async () => {
    const [again] = await database.sql<{ next_at: Date }[]>`select next_at from ie_crons`;
    expect(again?.next_at).toEqual(next?.next_at);
  });
  await until(async () => expect(await statuses()).toEqual([]));
  expect(both.map((engine) => engine.stats().calls).toSorted()).toEqual([0, 1]);
  expect(fired).toHaveLength(1);
});

test("losing every database connection does not end the engine or lose a result", async () => {
  const client = createClient();
  const entered = deferred();
  const gate = deferred();
  let isFirst = true;
  const fn = client.createFunction({ id: "held", triggers: [{ event: "held" }] }, async () => {
    if (!isFirst) return;
    isFirst = false;
    entered.resolve();
    await gate.promise;
  });
  await start(client, [fn]);
  await client.send({ name: "held", data: {} });
  await entered.promise;
  await database.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'inngest-engine'`;
  gate.resolve();
  await client.send({ name: "held", data: {} });
  await until(async () => expect(await statuses()).toEqual([]));
});

test("stop waits for calls under way, and gives back those that outlast it", async () => {
  const client = createClient();
  const entered = deferred();
  const gate = deferred();
  const fn = client.createFunction({ id: "stays", triggers: [{ event: "stays" }] }, async () => {
    entered.resolve();
    await gate.promise;
  });
  const first = await start(client, [fn]);
  await client.send({ name: "stays", data: {} });
  await entered.promise;
  await first.stop({ drainMs: 1 });
  const [job] = await database.sql`select leased, run_at <= now() as due from ie_jobs`;
  expect(job).toMatchObject({ leased: false, due: true });

  const second = await start(createClient(), [fn]);
  await until(() => expect(second.stats().inFlight).toBe(1));
  const stopped = second.stop({ drainMs: 10_000 });
  gate.resolve();
  await stopped;
  expect(await statuses()).toEqual([]);
});

test("what the engine cannot do fails the run with a sentence that says so", async () => {
  const client = createClient();
  const failures: string[] = [];
  const onFailure = async ({ error }: { error: Error }) => void failures.push(error.message);
  const throttled = client.createFunction(
    { id: "throttled", triggers: [{ event: "t" }], throttle: { limit: 1, period: "1s" }, onFailure },
    async () => {},
  );
  const waiting = client.createFunction(
    { id: "waiting", triggers: [{ event: "w" }], onFailure },
    async ({ step }) => {
      await step.waitForEvent("for", { event: "never", timeout: "1h" });
    },
  );
  await start(client, [throttled, waiting]);
  await client.send([
    { name: "t", data: {} },
    { name: "w", data: {} },
  ]);
  await until(() => expect(failures).toHaveLength(2));
  expect(failures.join()).toMatch(/does not support throttle; set INNGEST_BASE_URL/);
  expect(failures.join()).toMatch(/does not support the step operation "WaitForEvent"/);
});

test("failed runs and old keys are pruned in time, running runs stay", async () => {
  await database.sql`
    insert into ie_runs (id, fn, event, status, ended_at) values
      ('old', 'f', '{}', 'failed', now() - interval '25 hours'), ('new', 'f', '{}', 'failed', now()),
      ('running', 'f', '{}', 'running', null)`;
  await database.sql`insert into ie_steps (run_id, id, value) values ('old', 's', '1'), ('running', 's', '1')`;
  await database.sql`
    insert into ie_idempotency (fn, key, run_id, expires_at) values
      ('f', 'past', 'old', now()), ('f', 'valid', 'new', now() + interval '1 hour')`;
  await start(createClient(), []);
  await until(async () => {
    const runs = await database.sql`select id from ie_runs order by id`;
    expect(runs.map(({ id }) => id)).toEqual(["new", "running"]);
  });
  expect(await database.sql`select run_id from ie_steps`).toEqual([{ run_id: "running" }]);
  await until(async () =>
    expect(await database.sql`select key from ie_idempotency`).toEqual([{ key: "valid" }]),
  );
});
