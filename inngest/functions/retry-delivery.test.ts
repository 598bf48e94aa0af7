import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import type { Behaviour, ReceivedRequest } from "@/e2e/receiver";
import { cancelDelivery } from "@/features/deliveries/service";
import {
  ctx,
  makeDue,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { deleteSubscription, updateSubscription } from "@/features/subscriptions/service";
import { pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";
import { retryDeliveryFunction } from "./retry-delivery";
import { until, wakeRuns, withEngine } from "./test-set-up";

withOwnDatabaseAndReceiver();
// Without the sweep: should its minute begin just then, it would have sent what a run is about to.
withEngine({ concurrency: 160, runs: [retryDeliveryFunction] });

/** Outlasts each test, however slow the machine is. */
const LONG_SECONDS = 86_400;

const subscribeWithThreeRetries = () => subscribe({ retryPolicy: { delaysSeconds: [10, 10, 10] } });

function publish(count: number) {
  return publishEvents(
    ctx,
    Array.from({ length: count }, () => TICKET),
  );
}

function answer(reply: (request: ReceivedRequest) => Behaviour): void {
  receiver.behave("/hook", { reply });
}

async function statuses(): Promise<string[]> {
  const rows = await database().execute<{ status: string }>(sql`select status from deliveries order by id`);
  return rows.map(({ status }) => status);
}

/** From the start of each attempt to that of the next, by the clock of whoever sends. */
async function gapsInMs(): Promise<number[]> {
  const rows = await database().execute<{ gap: number }>(sql`
    select extract(epoch from started_at - lag(started_at) over (order by number)) * 1000 as gap from attempts order by number`);
  return rows.slice(1).map(({ gap }) => Number(gap));
}

/** The delivery and attempt that each run of the present deliveries' retries began with. */
async function retryRuns(): Promise<string[]> {
  const rows = await database().execute<{ key: string }>(sql`
    select i.key from ie_idempotency i
    where i.fn like '%retry-delivery' and exists (select from deliveries d where i.key like 'id:' || d.id || ':%')`);
  return rows.map(({ key }) => key);
}

async function runsUnderWay(): Promise<number> {
  return (await database().execute(sql`select from ie_runs where fn like '%retry-delivery'`)).length;
}

/** As if the time of the next attempt had come, for the delivery and for the run that sleeps until then. */
async function endWait(): Promise<void> {
  await makeDue();
  await wakeRuns();
}

const attemptOf = (request: ReceivedRequest) => Number(request.headers["x-replify-attempt"]);

test("of four retries to a target that takes one at a time never two are under way", async () => {
  const { id } = await subscribe({ retryPolicy: { delaysSeconds: [10] } });
  const lowered = Promise.withResolvers<void>();
  let underWay = 0;
  let most = 0;
  answer((request) => {
    if (attemptOf(request) === 1) return { status: 500, until: lowered.promise };
    most = Math.max(most, ++underWay);
    return { until: sleep(100).then(() => void underWay--) };
  });
  await publish(4);
  await until(() => expect(receiver.requests).toHaveLength(4));
  await updateSubscription(ctx, id, { maxInFlight: 1 });
  lowered.resolve();
  await until(async () => expect(await statuses()).toEqual(Array(4).fill("succeeded")));
  expect(most).toBe(1);
  expect(receiver.requests.map(attemptOf)).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
});

test("one run sees a delivery through its schedule, each attempt after its delay", async () => {
  await subscribeWithThreeRetries();
  answer(() => ({ status: 500 }));
  await publish(1);
  await until(async () => expect(await statuses()).toEqual(["failed"]));
  expect(receiver.requests.map(attemptOf)).toEqual([1, 2, 3, 4]);
  for (const gap of await gapsInMs()) expect(gap).toBeGreaterThanOrEqual(200);
  expect(await retryRuns()).toHaveLength(1);
  await until(async () => expect(await runsUnderWay()).toBe(0));
});

test("a target that was left alone gets its retries afterwards, without anybody asking for them", async () => {
  await subscribe({ retryPolicy: { delaysSeconds: [1, 1, 1] } });
  receiver.behave("/hook", { failTimes: 33 });
  await publish(40);
  await until(async () => expect(new Set(await statuses())).toEqual(new Set(["succeeded"])));
  const [health] = await database().execute(
    sql`select breaker_trips, breaker_open_until from subscription_health`,
  );
  expect(health).toEqual({ breaker_trips: 0, breaker_open_until: null });
});

test("a run sleeps through a pause, and sends on time once the subscription is resumed", async () => {
  const { id } = await subscribe({ retryPolicy: { delaysSeconds: [LONG_SECONDS] } });
  answer((request) => ({ status: attemptOf(request) === 1 ? 500 : 200 }));
  await publish(1);
  await until(async () => expect(await statuses()).toEqual(["retrying"]));
  await pauseSubscription(ctx, id);
  await resumeSubscription(ctx, id);
  await endWait();
  await until(async () => expect(await statuses()).toEqual(["succeeded"]));
  expect(await retryRuns()).toHaveLength(1);
});

test.each([
  ["canceled", () => cancelOnly(), ["canceled"]],
  ["deleted with its subscription", () => deleteSubscriptionOfOnly(), ["canceled"]],
  ["paused with its subscription", () => pauseSubscriptionOfOnly(), ["retrying"]],
])("a delivery that is %s while its run waits is not sent", async (_, stop, expected) => {
  await subscribe({ retryPolicy: { delaysSeconds: [LONG_SECONDS] } });
  answer(() => ({ status: 500 }));
  await publish(1);
  await until(async () => expect(await statuses()).toEqual(["retrying"]));
  await stop();
  await endWait();
  await until(async () => expect(await runsUnderWay()).toBe(0));
  expect(await statuses()).toEqual(expected);
  expect(receiver.requests).toHaveLength(1);
});

async function only(): Promise<{ id: string; subscription_id: string }> {
  const [row] = await database().execute<{ id: string; subscription_id: string }>(
    sql`select id, subscription_id from deliveries`,
  );
  if (!row) throw new Error("no delivery");
  return row;
}

const cancelOnly = async () => cancelDelivery(ctx, (await only()).id);
const deleteSubscriptionOfOnly = async () => deleteSubscription(ctx, (await only()).subscription_id);
const pauseSubscriptionOfOnly = async () => pauseSubscription(ctx, (await only()).subscription_id);
