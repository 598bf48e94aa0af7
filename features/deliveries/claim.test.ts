import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { claimDue } from "@/features/deliveries/claim";
import { nextDueAt } from "@/features/deliveries/due";
import { sendAllDue } from "@/features/deliveries/pump";
import { listDeliveries } from "@/features/deliveries/queries";
import { recordOutcomes } from "@/features/deliveries/record";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import {
  ctx,
  DRAIN_MS,
  makeDue,
  onlyDelivery,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";

withOwnDatabaseAndReceiver();

function steady(slots: number) {
  return { steady: slots, failing: 0, manual: 0 };
}

test("never gives a delivery twice, nor more of a subscription than may be in flight", async () => {
  const subscription = await subscribe({ maxInFlight: 5 });
  await publishEvents(
    ctx,
    Array.from({ length: 60 }, () => TICKET),
  );
  const claims = (await Promise.all(Array.from({ length: 8 }, () => claimDue(steady(20))))).flat();
  expect(claims).toHaveLength(5);
  expect(new Set(claims.map(({ id }) => id)).size).toBe(5);
  expect(claims.every(({ subscriptionId }) => subscriptionId === subscription.id)).toBe(true);
});

test("serves every subscription before it serves one twice", async () => {
  const busy = await subscribe({ name: "busy", eventTypes: ["ticket.created"] });
  await publishEvents(
    ctx,
    Array.from({ length: 100 }, () => TICKET),
  );
  for (let index = 0; index < 9; index++) await subscribe({ eventTypes: ["chat.started"] });
  await publishEvents(ctx, [{ type: "chat.started", data: {} }]);
  const claims = await claimDue(steady(10));
  expect(new Set(claims.map(({ subscriptionId }) => subscriptionId)).size).toBe(10);
  expect(claims.filter(({ subscriptionId }) => subscriptionId === busy.id)).toHaveLength(1);
});

test("a result whose lease has passed on changes nothing", async () => {
  await subscribe();
  await publishEvents(ctx, [TICKET]);
  const [late] = await claimDue(steady(1));
  expect(await nextDueAt()).toBeInstanceOf(Date);
  await makeDue();
  await sendAllDue(DRAIN_MS);
  if (!late) throw new Error("nothing was claimed");
  const written = await recordOutcomes([
    {
      delivery: late,
      result: {
        startedAtMs: late.claimedAtMs,
        durationMs: 5,
        statusCode: 500,
        success: false,
        errorClass: "server_error",
        errorMessage: null,
        retryAfterMs: null,
        trigger: "first",
        requestedBy: null,
        url: receiver.url,
        requestHeaders: {},
        responseHeaders: null,
        responseBody: null,
        responseTruncated: false,
        timings: null,
      },
      retryAtMs: null,
    },
  ]);
  expect(written.size).toBe(0);
  expect(await onlyDelivery()).toMatchObject({ status: "succeeded", attemptCount: 1 });
});

test("gives a delivery up after three workers died with it", async () => {
  await subscribe();
  await publishEvents(ctx, [TICKET]);
  for (let deaths = 0; deaths < 3; deaths++) {
    expect(await claimDue(steady(1))).toHaveLength(1);
    await makeDue();
  }
  await sendAllDue(DRAIN_MS);
  expect(receiver.requests).toHaveLength(0);
  expect(await onlyDelivery()).toMatchObject({ status: "failed", lastErrorClass: "abandoned" });
});

test("leaves a target alone after ten straight failures, until the breaker lets a probe through", async () => {
  await subscribe();
  receiver.behave("/hook", { status: 500 });
  await publishEvents(
    ctx,
    Array.from({ length: 60 }, () => TICKET),
  );
  await sendAllDue(DRAIN_MS);
  const tried = receiver.requests.length;
  expect(tried).toBeGreaterThanOrEqual(10);
  expect(tried).toBeLessThan(60);
  await sendAllDue(DRAIN_MS);
  expect(receiver.requests).toHaveLength(tried);

  await database().execute(sql`update subscription_health set breaker_open_until = now()`);
  receiver.behave("/hook", {});
  await sendAllDue(DRAIN_MS);
  const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({ status: "pending" }));
  expect(data).toEqual([]);
  expect(receiver.requests).toHaveLength(60);
});
