import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import postgres, { type Sql } from "postgres";
import { publishEventsEndpoint } from "@/features/events/contract";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { type AppWithAdmin, startAppWithAdmin } from "../app-with-admin";
import { type Behaviour, type ReceivedRequest, type Receiver, startReceiver } from "../receiver";
import { expectEveryEventDelivered, repeatedDeliveries } from "./invariants";
import { seededRandom } from "./random";
import { WorkerKiller } from "./worker-killer";

const SEED = Number(process.env.CHAOS_SEED ?? 20_260);
const LOAD_MS = 10_000;

test.describe.configure({ timeout: 240_000 });

let own: AppWithAdmin;
let sql: Sql;
let receiver: Receiver;

// An app per test: the supervisor waits longer before each further restart.
test.beforeEach(async () => {
  own = await startAppWithAdmin("chaos", { DELIVERY_TIME_SCALE: "0.01" });
  sql = postgres(own.app.databaseUrl, { max: 2 });
  receiver = await startReceiver();
});

test.afterEach(async () => {
  await sql?.end();
  await own?.app.stop();
  await receiver?.stop();
});

test("killed before it can send, the worker leaves nothing unsent and sends nothing twice", async () => {
  const subscription = await subscribe();
  const killer = new WorkerKiller(own.app, sql);

  // With the supervisor stopped, no new worker comes up before the last event is accepted.
  process.kill(own.app.supervisorPid(), "SIGSTOP");
  const accepted: string[] = [];
  try {
    killer.kill();
    for (let batch = 0; batch < 6; batch++) accepted.push(...(await publish(50)));
    expect(receiver.requests).toEqual([]);
  } finally {
    process.kill(own.app.supervisorPid(), "SIGCONT");
  }

  await receiver.waitForMany(accepted.length, undefined, 60_000);
  const interrupted = await killer.interrupted();
  expect(interrupted.size).toBe(0);
  await expectEveryEventDelivered(sql, { subscription, accepted, requests: receiver.requests, interrupted });
  expect(repeatedDeliveries(receiver.requests)).toEqual([]);
});

test("killed between send and record, the worker repeats only what it had in flight", async () => {
  const subscription = await subscribe();
  const killer = new WorkerKiller(own.app, sql);
  const fatal: ReceivedRequest[] = [];
  answer((request, count) => {
    if (count !== 40 && count !== 120) return { delayMs: 20 };
    fatal.push(request);
    killer.kill();
    return { hang: true };
  });

  const accepted: string[] = [];
  for (let batch = 0; batch < 5; batch++) accepted.push(...(await publish(50)));

  await expect.poll(() => killer.kills, { timeout: 60_000 }).toBe(2);
  await receiver.waitForMany(accepted.length, undefined, 60_000);
  const interrupted = await killer.interrupted();
  await expectEveryEventDelivered(sql, { subscription, accepted, requests: receiver.requests, interrupted });
  const repeated = repeatedDeliveries(receiver.requests);
  expect(repeated).toEqual(expect.arrayContaining(fatal.map(deliveryIdOf)));
  expect(repeated.filter((id) => !interrupted.has(id))).toEqual([]);
});

test("killed again and again under load, the worker still delivers everything", async () => {
  test.info().annotations.push({ type: "CHAOS_SEED", description: String(SEED) });
  const random = seededRandom(SEED);
  const subscription = await subscribe();
  const killer = new WorkerKiller(own.app, sql);
  const failing = new Set<string>();
  answer((request) => {
    const id = deliveryIdOf(request);
    const isFirst = request.headers["x-replify-attempt"] === "1";
    if (isFirst && random() < 0.1) failing.add(id);
    return { delayMs: Math.round(random() * 30), status: isFirst && failing.has(id) ? 503 : 200 };
  });

  const endAt = Date.now() + LOAD_MS;
  // Where a worker is long in starting, for as long as it takes to be killed again.
  const goesOn = () => Date.now() < endAt || killer.kills < 2;
  const accepted: string[] = [];
  const load = async () => {
    while (goesOn()) {
      accepted.push(...(await publish(1 + Math.floor(random() * 8))));
      await sleep(20 + random() * 60);
    }
  };
  const killing = async () => {
    while (goesOn()) {
      await receiver.waitForMany(receiver.requests.length + 1 + Math.floor(random() * 80), undefined, 60_000);
      await killer.killAndAwaitRestart();
    }
  };
  await Promise.all([load(), killing()]);

  expect(killer.kills).toBeGreaterThan(1);
  const interrupted = await killer.interrupted();
  await expectEveryEventDelivered(sql, { subscription, accepted, requests: receiver.requests, interrupted });
  expect(repeatedDeliveries(receiver.requests).filter((id) => !interrupted.has(id))).toEqual([]);
});

async function subscribe(): Promise<{ id: string; secret: string }> {
  const { id, secret } = await own.api.call(createSubscriptionEndpoint, {
    body: { targetUrl: `${receiver.url}/hook`, eventTypes: ["ticket.created"] },
  });
  return { id, secret: secret ?? "" };
}

async function publish(count: number): Promise<string[]> {
  const events = Array.from({ length: count }, (_, index) => ({
    type: "ticket.created" as const,
    data: { subject: `Ticket ${index}` },
  }));
  const published = await own.api.call(publishEventsEndpoint, { body: { events } });
  return "data" in published ? published.data.map(({ id }) => id) : [published.id];
}

/** `count` numbers the requests from 1. */
function answer(decide: (request: ReceivedRequest, count: number) => Behaviour): void {
  let count = 0;
  receiver.behave("/hook", { reply: (request) => decide(request, ++count) });
}

function deliveryIdOf(request: ReceivedRequest): string {
  return String(request.headers["webhook-id"]);
}
