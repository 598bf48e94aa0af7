import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { emptyOwnDatabase, useOwnDatabase } from "@/db/own-database";
import { EVENT_KEY, FakeInngest, SIGNING_KEY } from "@/e2e/fake-inngest";
import { type InngestWorker, startInngestWorker } from "@/e2e/inngest-worker";
import { type Receiver, startReceiver } from "@/e2e/receiver";
import { publishEvents } from "@/features/events/publish";
import { listAttention } from "@/features/overview/attention";
import { createSubscription } from "@/features/subscriptions/service";
import { inngest } from "@/inngest/client";
import type { Context } from "@/lib/context";

vi.setConfig({ testTimeout: 120_000 });

let dropDatabase: () => Promise<void>;
let receiver: Receiver;
let fake: FakeInngest;
let workers: InngestWorker[];
let ctx: Context;

beforeAll(async () => {
  dropDatabase = await useOwnDatabase();
});

afterAll(() => dropDatabase());

beforeEach(async () => {
  await emptyOwnDatabase();
  await database().execute(sql`delete from installation`);
  workers = [];
  receiver = await startReceiver();
  fake = new FakeInngest();
  await fake.listen();
  inngest.setEnvVars({
    INNGEST_DEV: "0",
    INNGEST_BASE_URL: fake.url,
    INNGEST_SIGNING_KEY: SIGNING_KEY,
    INNGEST_EVENT_KEY: EVENT_KEY,
  });
  ctx = createContext(await createUser(await createOrganization()));
  await createSubscription(ctx, {
    targetUrl: `${receiver.url}/hook`,
    eventTypes: ["ticket.*"],
    subscriptionLevel: "organization",
    format: "replify",
    retryPolicy: "standard",
  });
});

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.end("SIGKILL")));
  fake.refuse();
  await receiver.stop();
});

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 50 });

async function start(environment: Record<string, string> = {}): Promise<InngestWorker> {
  const worker = await startInngestWorker({
    inngest: fake,
    databaseUrl: process.env.DATABASE_URL ?? "",
    environment: { DELIVERY_TIME_SCALE: "0.02", ...environment },
  });
  workers.push(worker);
  return worker;
}

const publish = (count: number) =>
  publishEvents(
    ctx,
    Array.from({ length: count }, (_, index) => ({
      type: "ticket.created" as const,
      data: { subject: `Ticket ${index}` },
    })),
  );

const silence = async () => (await listAttention(ctx)).data.filter(({ kind }) => kind === "inngest_silent");

test("the worker registers under its own address and an id that only this installation has", async () => {
  const worker = await start();
  const [first] = fake.registrations;
  expect(first?.url).toBe(`${worker.url}/api/inngest`);
  expect(first?.appName).toMatch(/^replify-[0-9a-f]{12}$/);
  expect(first?.functions.map(({ id }) => id)).toContain(`${first?.appName}-retry-delivery`);

  await start({ INNGEST_APP_ID: "another-desk" });
  // The first may have registered again meanwhile.
  expect(fake.registrations.map(({ appName }) => appName)).toContain("another-desk");
});

test("a server that forgets the app hears of it again, and everything arrives", async () => {
  await start();
  await fake.idle();
  fake.loseData();
  const known = fake.registrations.length;
  await publish(20);
  await receiver.waitForMany(20, undefined, 60_000);
  await until(() => expect(fake.registrations.length).toBeGreaterThan(known));
  expect(new Set(receiver.requests.map(({ headers }) => headers["webhook-id"])).size).toBe(20);
});

test("of two workers the last registered dies, and the other takes over what is due", async () => {
  const first = await start();
  const second = await start();
  // Each registers again now and then.
  await until(() => expect(fake.registrations.at(-1)?.url).toContain(second.url));
  await second.end("SIGKILL");
  await publish(20);
  await receiver.waitForMany(20, undefined, 60_000);
  await until(() => expect(fake.registrations.at(-1)?.url).toContain(first.url));
  expect(receiver.requests).toHaveLength(20);
});

test("while the server hangs or refuses connections two workers retry by themselves, once, and say so until it calls again", async () => {
  const [one, two] = [await start(), await start()];
  receiver.behave("/hook", {
    reply: ({ headers }) => (headers["x-replify-attempt"] === "1" ? { status: 503 } : {}),
  });
  const warnings = () => `${one.log()}${two.log()}`.match(/does not call while deliveries are due/g);
  await fake.idle();
  fake.hang();
  // Alone: among several, the end of one has the worker look for the others.
  await publish(1);
  await until(() => expect(warnings()).toHaveLength(1));
  await publish(25);
  await receiver.waitForMany(52, undefined, 60_000);
  fake.refuse();
  await publish(25);
  await receiver.waitForMany(102, undefined, 60_000);
  const attempts = receiver.requests.map(
    ({ headers }) => `${headers["webhook-id"]} ${headers["x-replify-attempt"]}`,
  );
  expect(new Set(attempts).size).toBe(102);
  expect(attempts).toHaveLength(102);
  expect(warnings()).toHaveLength(1);
  const [item] = await silence();
  expect(Date.parse(item?.at ?? "")).toBeLessThan(Date.now());

  await fake.listen();
  await until(async () => expect(await silence()).toEqual([]));
});

test("a retry that was answered while the worker stops is recorded, and never sent again", async () => {
  const worker = await start({ DELIVERY_TIME_SCALE: "0.01" });
  const answer = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  receiver.behave("/hook", {
    reply: (request) => {
      if (request.headers["x-replify-attempt"] === "1") return { status: 500 };
      arrived.resolve();
      return { until: answer.promise };
    },
  });
  await publish(1);
  await arrived.promise;
  const ended = worker.end("SIGTERM");
  // It says so while a call is under way, and listens no more when whatever woke the retry has been answered.
  const isStopping = () =>
    fetch(`${worker.url}/health`).then(
      ({ status }) => status === 503,
      () => true,
    );
  await until(async () => expect(await isStopping()).toBe(true));
  answer.resolve();
  expect(await ended).toBe(0);

  const [delivery] = await database().execute<{ status: string; attempt_count: number }>(
    sql`select status, attempt_count from deliveries`,
  );
  expect(delivery).toEqual({ status: "succeeded", attempt_count: 2 });
  expect(receiver.requests).toHaveLength(2);
});
