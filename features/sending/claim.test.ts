import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { closeDatabase, database } from "@/db/client";
import { asOwner } from "@/db/own-database";
import { listDeliveries } from "@/features/deliveries/queries";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import { cancelDelivery, resendDelivery } from "@/features/deliveries/service";
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
import { type ClaimedDelivery, claimDue } from "@/features/sending/claim";
import { nextDueAt } from "@/features/sending/due";
import { sendAllDue } from "@/features/sending/pump";
import { type Outcome, recordOutcomes } from "@/features/sending/record";
import { ConflictError } from "@/lib/errors";

withOwnDatabaseAndReceiver();

function steady(slots: number) {
  return { steady: slots, failing: 0, manual: 0 };
}

/** Statements that failed in this database, of all connections that are closed by now. */
async function countFailures(): Promise<number> {
  await closeDatabase();
  return asOwner(async (owner) => {
    // What a connection counted is there once it is gone.
    await expect
      .poll(
        () =>
          owner`select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      )
      .toHaveLength(0);
    const [row] =
      await owner`select xact_rollback::int as count from pg_stat_database where datname = current_database()`;
    return row?.count;
  });
}

test("a claim on a new connection, or a new one after it, fails at nothing that PostgreSQL's log would tell of", async () => {
  const before = await countFailures();
  await claimDue(steady(1));
  await database().execute(sql`
    select pg_terminate_backend(pid, 30000) from pg_stat_activity where datname = current_database() and query like '%claim_due%' and pid <> pg_backend_pid()`);
  await expect.poll(() => claimDue(steady(1))).toEqual([]);
  await claimDue(steady(1));
  expect(await countFailures()).toBe(before);
});

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

test("says where a subscription got its share of a claim, so that more may be due", async () => {
  const busy = await subscribe();
  for (let count = 0; count < 7; count++) await subscribe({ targetUrl: `${receiver.url}/waits-${count}` });
  await publishEvents(ctx, [TICKET, TICKET, TICKET]);
  await database().execute(
    sql`update open_deliveries set due_at = now() + interval '1 hour' where subscription_id <> ${busy.id}`,
  );
  const shareOf = async (slots: number) => (await claimDue(steady(slots))).map(({ isLast }) => isLast);
  expect(await shareOf(4)).toEqual([false, true]);
  expect(await shareOf(4)).toEqual([false]);
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

function failureOf(delivery: ClaimedDelivery, retryAtMs: number | null = null): Outcome {
  return {
    delivery,
    result: {
      startedAtMs: delivery.claimedAtMs,
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
    retryAtMs,
  };
}

async function claimOne(): Promise<ClaimedDelivery> {
  const [claimed] = await claimDue({ steady: 1, failing: 0, manual: 1 });
  if (!claimed) throw new Error("nothing was claimed");
  return claimed;
}

test.each([null, Date.now() + 5_000])(
  "a result whose lease has passed on changes nothing, with a retry at %s",
  async (retryAtMs) => {
    await subscribe();
    await publishEvents(ctx, [TICKET]);
    const late = await claimOne();
    expect(await nextDueAt()).toBeInstanceOf(Date);
    await makeDue();
    await sendAllDue(DRAIN_MS);
    expect(await recordOutcomes([failureOf(late, retryAtMs)])).toEqual(new Map());
    expect(await onlyDelivery()).toMatchObject({ status: "succeeded", attemptCount: 1 });
    // Nor does it when a new lease is out, after the delivery had left the queue.
    await resendDelivery(ctx, late.id);
    await claimOne();
    expect(await recordOutcomes([failureOf(late, retryAtMs)])).toEqual(new Map());
    expect(await onlyDelivery()).toMatchObject({ status: "sending", attemptCount: 1 });
  },
);

test("while a worker is taking or recording it, nobody waits for nobody: it counts as being sent", async () => {
  await subscribe();
  await publishEvents(ctx, [TICKET]);
  const claimed = await claimOne();
  await asOwner((worker) =>
    worker.begin(async (tx) => {
      await tx`select from open_deliveries for update`;
      await expect(resendDelivery(ctx, claimed.id)).rejects.toThrow("It is being sent at this moment");
      await cancelDelivery(ctx, claimed.id);
    }),
  );
  await recordOutcomes([failureOf(claimed, Date.now() + 5_000)]);
  expect(await onlyDelivery()).toMatchObject({ status: "canceled", attemptCount: 1, maxAttempts: 1 });
  expect(await claimDue(steady(1))).toEqual([]);
});

test("two resends and a cancel at once, while it is sent and recorded, leave one consistent state", async () => {
  await subscribe({ maxInFlight: 50 });
  await publishEvents(
    ctx,
    Array.from({ length: 20 }, () => TICKET),
  );
  const claimed = await claimDue(steady(20));
  const acts = claimed.flatMap((delivery) => [
    resendDelivery(ctx, delivery.id),
    cancelDelivery(ctx, delivery.id),
    recordOutcomes([failureOf(delivery, delivery.claimedAtMs)]),
    resendDelivery(ctx, delivery.id),
    sendAllDue(DRAIN_MS),
  ]);
  const refused = (await Promise.allSettled(acts)).filter((act) => act.status === "rejected");
  for (const { reason } of refused) expect(reason).toBeInstanceOf(ConflictError);
  await sendAllDue(DRAIN_MS);
  const [row] = await database().execute(sql`
    select count(*)::int as wrong from deliveries d left join open_deliveries q on q.delivery_id = d.id
    where (d.completed_at is null) <> (q.delivery_id is not null)
       or d.attempt_count <> (select count(*) from attempts where delivery_id = d.id)`);
  expect(row).toEqual({ wrong: 0 });
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

  await database().execute(sql`update subscription_health set breaker_open_until = now() - interval '1 ms'`);
  receiver.behave("/hook", {});
  await sendAllDue(DRAIN_MS);
  const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({ status: "pending" }));
  expect(data).toEqual([]);
  expect(receiver.requests).toHaveLength(60);
});
