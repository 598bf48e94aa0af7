import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { getDelivery, listDeliveries } from "@/features/deliveries/queries";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import { cancelDelivery, resendDelivery } from "@/features/deliveries/service";
import {
  ctx,
  DRAIN_MS,
  makeDue,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { attemptDelivery } from "@/features/sending/attempt";
import { type ClaimedDelivery, claimDue } from "@/features/sending/claim";
import { nextDueAt } from "@/features/sending/due";
import { sendAllDue } from "@/features/sending/pump";
import { retryDelivery } from "@/features/sending/retry";
import { sendTestEvent } from "@/features/sending/test-event";
import { getSubscription } from "@/features/subscriptions/queries";
import { deleteSubscription } from "@/features/subscriptions/service";
import { pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";

const ALL = { steady: 200, failing: 64, manual: 64 };

withOwnDatabaseAndReceiver();

beforeEach(() => receiver.behave("/hook", { status: 500 }));

/** Publishes events whose first attempt fails; returns the ids of their deliveries. */
async function fail(count: number): Promise<string[]> {
  await publishEvents(
    ctx,
    Array.from({ length: count }, () => TICKET),
  );
  await sendAllDue(DRAIN_MS);
  const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({}));
  return data.map(({ id }) => id).toReversed();
}

async function failOne(): Promise<string> {
  const [id] = await fail(1);
  if (!id) throw new Error("no delivery");
  return id;
}

async function claimOne(): Promise<ClaimedDelivery> {
  const [claimed] = await claimDue(ALL);
  if (!claimed) throw new Error("nothing was claimed");
  return claimed;
}

async function rest(until: "1 hour" | "0"): Promise<void> {
  await database().execute(sql`
    update subscription_health set consecutive_failures = 10, breaker_trips = 1, breaker_open_until = now() + ${until}::interval`);
}

describe("a run that wakes", () => {
  test("30 ms too early sends on time", async () => {
    await subscribe();
    const id = await failOne();
    await makeDue(30);
    const { nextAttemptAt } = await getDelivery(ctx, id);
    expect(await retryDelivery(id, 2)).toMatchObject({ attempt: 3 });
    const [latest] = (await getDelivery(ctx, id)).attempts;
    expect(Date.parse(latest?.startedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(nextAttemptAt ?? ""));
    expect(receiver.requests).toHaveLength(2);
  });

  test("far too early is told when to come back", async () => {
    await subscribe();
    const id = await failOne();
    const { nextAttemptAt } = await getDelivery(ctx, id);
    expect(await retryDelivery(id, 2)).toEqual({ attempt: 2, at: nextAttemptAt });
    expect(receiver.requests).toHaveLength(1);
  });

  test("twice sends once, and one of the two goes on", async () => {
    await subscribe();
    const id = await failOne();
    await makeDue();
    const results = await Promise.all([retryDelivery(id, 2), retryDelivery(id, 2)]);
    expect(results.filter((next) => next !== null)).toMatchObject([{ attempt: 3 }]);
    expect(await retryDelivery(id, 2)).toBeNull();
    expect(receiver.requests).toHaveLength(2);
  });

  test("after another worker has taken the delivery ends", async () => {
    await subscribe();
    const id = await failOne();
    await makeDue();
    const claimed = await claimOne();
    expect(await retryDelivery(id, 2)).toBeNull();
    expect(receiver.requests).toHaveLength(1);
    expect(await attemptDelivery(claimed)).toMatchObject({ success: false, retryAtMs: expect.any(Number) });
  });

  test("after the worker that had it was killed ends, and the attempt is made under its own number", async () => {
    await subscribe();
    const id = await failOne();
    await makeDue();
    await claimOne();
    expect(await retryDelivery(id, 2)).toBeNull();
    await makeDue();
    await sendAllDue(DRAIN_MS);
    expect(receiver.requests.map(({ headers }) => headers["x-replify-attempt"])).toEqual(["1", "2"]);
    expect(await getDelivery(ctx, id)).toMatchObject({ status: "retrying", attemptCount: 2 });
  });

  const STOPPED: [string, (id: string, subscriptionId: string) => Promise<unknown>][] = [
    ["canceled", (id) => cancelDelivery(ctx, id)],
    ["resent by hand", (id) => resendDelivery(ctx, id)],
    ["paused with its subscription", (_, subscriptionId) => pauseSubscription(ctx, subscriptionId)],
    ["deleted with its subscription", (_, subscriptionId) => deleteSubscription(ctx, subscriptionId)],
  ];

  test.each(STOPPED)("for a delivery that was %s meanwhile ends", async (_, stop) => {
    const { id: subscriptionId } = await subscribe();
    const id = await failOne();
    await makeDue();
    await stop(id, subscriptionId);
    expect(await retryDelivery(id, 2)).toBeNull();
    expect(receiver.requests).toHaveLength(1);
  });
});

test("a retry that came due during a pause is sent at once when the subscription is resumed", async () => {
  const { id: subscriptionId } = await subscribe();
  const id = await failOne();
  await pauseSubscription(ctx, subscriptionId);
  await makeDue();
  await resumeSubscription(ctx, subscriptionId);
  await sendAllDue(DRAIN_MS);
  expect(await getDelivery(ctx, id)).toMatchObject({ attemptCount: 2 });
});

describe("a target that keeps failing and is left alone", () => {
  test("gets no retry, which uses up no attempt; its next delay counts from the real try", async () => {
    await subscribe();
    const [id = ""] = await fail(2);
    await rest("1 hour");
    await makeDue();
    expect(await retryDelivery(id, 2)).toBeNull();
    await sendAllDue(DRAIN_MS);
    expect(receiver.requests).toHaveLength(2);
    const waiting = await getDelivery(ctx, id);
    expect(waiting).toMatchObject({
      status: "retrying",
      attemptCount: 1,
      targetPausedUntil: expect.any(String),
    });

    await rest("0");
    await database().execute(
      sql`update open_deliveries set due_at = now() - interval '1 minute' where delivery_id = ${id}`,
    );
    await sendAllDue(DRAIN_MS);
    const delivery = await getDelivery(ctx, id);
    expect(delivery).toMatchObject({ status: "retrying", attemptCount: 2 });
    const [latest] = delivery.attempts;
    const delayMs = Date.parse(delivery.nextAttemptAt ?? "") - Date.parse(latest?.startedAt ?? "");
    expect(delayMs).toBeGreaterThanOrEqual(30_000);
    // Another one had to wait: after a rest it is one at a time.
    expect(receiver.requests).toHaveLength(3);
  });

  test("is looked at again by the sweep when that ends, and not before", async () => {
    await subscribe();
    await fail(2);
    await makeDue(5_000);
    await database().execute(
      sql`update subscription_health set breaker_open_until = now() + interval '20 seconds'`,
    );
    const [health] = await database().execute<{ until: number }>(
      sql`select extract(epoch from breaker_open_until)::float8 * 1000 as until from subscription_health`,
    );
    expect((await nextDueAt())?.getTime()).toBe(health?.until);
  });

  test("gets tests and resends at once, and one that answers ends the rest", async () => {
    const { id: subscriptionId } = await subscribe();
    const [id = ""] = await fail(1);
    await rest("1 hour");
    await makeDue();
    const sent = await sendTestEvent(ctx, subscriptionId, {});
    expect(await getDelivery(ctx, sent.id)).toMatchObject({ targetPausedUntil: null });
    await sendAllDue(DRAIN_MS);
    expect(await getDelivery(ctx, sent.id)).toMatchObject({ status: "failed", attemptCount: 1 });
    receiver.behave("/hook", {});
    await resendDelivery(ctx, id);
    await sendAllDue(DRAIN_MS);
    expect(await getDelivery(ctx, id)).toMatchObject({ status: "succeeded", attemptCount: 2 });
    expect((await getSubscription(ctx, subscriptionId)).health.pausedUntil).toBeNull();
  });
});

test("of many workers that claim at once one gets one of four retries, then the next", async () => {
  await subscribe({ maxInFlight: 1 });
  const ids = await fail(4);
  await makeDue();
  const claims = () => Promise.all(Array.from({ length: 8 }, () => claimDue(ALL)));
  const claimed: string[] = [];
  for (let round = 0; round < ids.length; round++) {
    const [delivery, ...more] = (await claims()).flat();
    if (!delivery) throw new Error("nothing was claimed");
    expect(more).toEqual([]);
    claimed.push(delivery.id);
    await attemptDelivery(delivery);
  }
  expect(claimed.toSorted()).toEqual(ids);
});

describe("what a person asked for", () => {
  test("waits for no slot of failing targets", async () => {
    const { id: subscriptionId } = await subscribe();
    await fail(6);
    await makeDue();
    const { id } = await sendTestEvent(ctx, subscriptionId, {});
    const claimed = await claimDue({ steady: 0, failing: 0, manual: 8 });
    expect(claimed).toMatchObject([{ id, lane: "manual", trigger: "test" }]);
    const others = await claimDue(ALL);
    // Four at a time, and the test is one of them.
    expect(others.map(({ lane }) => lane)).toEqual(["failing", "failing", "failing"]);
  });

  test("waits for the subscription's own limit, and goes before what is due by itself", async () => {
    const { id: subscriptionId } = await subscribe({ maxInFlight: 1 });
    const [first = "", second = ""] = await fail(2);
    await resendDelivery(ctx, first);
    const claimed = await claimOne();
    const { id: test } = await sendTestEvent(ctx, subscriptionId, {});
    await makeDue(60_000);
    await database().execute(
      sql`update open_deliveries set due_at = now() - interval '1 ms' where delivery_id in (${second}, ${test})`,
    );
    expect(await claimDue(ALL)).toEqual([]);
    await attemptDelivery(claimed);
    expect(await claimDue(ALL)).toMatchObject([{ id: test }]);
  });
});

test("a single delivery never makes its target rest, however often it is tried", async () => {
  const { id: subscriptionId } = await subscribe({ retryPolicy: { delaysSeconds: Array(12).fill(1) } });
  const id = await failOne();
  for (let attempt = 2; attempt <= 13; attempt++) {
    await makeDue();
    await retryDelivery(id, attempt);
    if (attempt === 11) await sendTestEvent(ctx, subscriptionId, {});
    await sendAllDue(DRAIN_MS);
    expect((await getSubscription(ctx, subscriptionId)).health.pausedUntil).toBeNull();
  }
  expect(await getDelivery(ctx, id)).toMatchObject({ status: "failed", attemptCount: 13 });
  expect(receiver.requests).toHaveLength(14);

  // A second one that is open beside it does.
  await fail(2);
  expect((await getSubscription(ctx, subscriptionId)).health.pausedUntil).not.toBeNull();
});
