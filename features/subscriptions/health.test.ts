import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
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
import { sendAllDue } from "@/features/sending/pump";
import { sendTestEvent } from "@/features/sending/test-event";
import { getSubscription, listSubscriptions } from "@/features/subscriptions/queries";
import { healthVerdict } from "@/features/subscriptions/verdict";

withOwnDatabaseAndReceiver();

async function publish(count: number): Promise<void> {
  await publishEvents(
    ctx,
    Array.from({ length: count }, () => TICKET),
  );
  await sendAllDue(DRAIN_MS);
}

test("tells of the last day how many attempts failed, and how many deliveries in the end, but for tests", async () => {
  const { id } = await subscribe({ maxInFlight: 1, retryPolicy: { delaysSeconds: [60] } });
  receiver.behave("/hook", { failTimes: 4 });
  await publish(3);
  await sendTestEvent(ctx, id, {});
  await sendAllDue(DRAIN_MS);
  await makeDue();
  await sendAllDue(DRAIN_MS);
  receiver.behave("/hook", { failTimes: 2 });
  await publish(1);
  await makeDue();
  await sendAllDue(DRAIN_MS);
  await publish(1);

  const { health, createdAt } = await getSubscription(ctx, id);
  // The counters know the hour alone, and nothing can have failed before there was a subscription.
  expect(Date.parse(health.recent.firstFailureAt ?? "")).toBeGreaterThanOrEqual(Date.parse(createdAt));
  expect(health.recent).toEqual({
    attempts: 10,
    failedAttempts: 6,
    failedDeliveries: 1,
    firstFailureAt: expect.any(String),
  });
  expect(health.failingSince).toBeNull();
  expect(healthVerdict(health)).toBe("unsteady");
  const { data } = await listSubscriptions(ctx, { limit: 10 });
  expect(data[0]?.health).toEqual(health);
});

test("what is older than a day counts no more", async () => {
  const { id } = await subscribe();
  receiver.behave("/hook", { failTimes: 3 });
  await publish(3);
  await database().execute(sql`update subscription_stats set hour = hour - interval '24 hours'`);
  await publish(1);
  expect((await getSubscription(ctx, id)).health.recent).toMatchObject({ attempts: 1, failedAttempts: 0 });
});
