import { sql } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { emptyOwnDatabase, useOwnDatabase } from "@/db/own-database";
import { firstUuidAt } from "@/db/uuid";
import { type Receiver, startReceiver } from "@/e2e/receiver";
import { claimDue } from "@/features/deliveries/claim";
import { nextDueAt } from "@/features/deliveries/due";
import { sendAllDue } from "@/features/deliveries/pump";
import { getDelivery, listDeliveries } from "@/features/deliveries/queries";
import { recordOutcomes } from "@/features/deliveries/record";
import { pruneLog } from "@/features/deliveries/retention";
import { retryDelivery } from "@/features/deliveries/retry";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import { cancelDelivery, resendDelivery } from "@/features/deliveries/service";
import { sendTestEvent } from "@/features/deliveries/test-event";
import { publishEvents } from "@/features/events/publish";
import { listEvents } from "@/features/events/queries";
import { listEventsQuerySchema } from "@/features/events/schema";
import type { CreateSubscription } from "@/features/subscriptions/schema";
import { createSubscription } from "@/features/subscriptions/service";
import { pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";
import { createTeam } from "@/features/team/teams";
import type { Context } from "@/lib/context";

const DRAIN_MS = 15_000;
const TICKET = { type: "ticket.created" as const, data: { subject: "Printer on fire" } };

let receiver: Receiver;
let dropDatabase: () => Promise<void>;

beforeAll(async () => {
  dropDatabase = await useOwnDatabase();
  receiver = await startReceiver();
});

afterAll(async () => {
  await receiver.stop();
  await dropDatabase();
});

beforeEach(async () => {
  await emptyOwnDatabase();
  receiver.requests.length = 0;
  receiver.behave("/hook", {});
});

async function signedIn(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

function subscribe(ctx: Context, input: Partial<CreateSubscription> = {}) {
  return createSubscription(ctx, {
    targetUrl: `${receiver.url}/hook`,
    eventTypes: ["ticket.*"],
    subscriptionLevel: "organization",
    retryPolicy: "standard",
    ...input,
  });
}

async function onlyDelivery(ctx: Context) {
  const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({}));
  const [delivery] = data;
  if (!delivery || data.length !== 1) throw new Error(`expected one delivery, found ${data.length}`);
  return getDelivery(ctx, delivery.id);
}

function steady(slots: number) {
  return { steady: slots, failing: 0, manual: 0 };
}

/** Pulls a planned retry into the present. */
async function makeRetryDue(): Promise<void> {
  await database().execute(
    sql`update deliveries set next_attempt_at = now(), due_at = now() where status = 'retrying'`,
  );
}

async function makeDue(): Promise<void> {
  await database().execute(
    sql`update deliveries set due_at = now() where status in ('pending', 'retrying', 'sending')`,
  );
}

/** Moves deliveries and their events beyond any retention: their ids tell their time. */
async function age(condition: ReturnType<typeof sql>): Promise<void> {
  const old = firstUuidAt(Date.now() - 400 * 86_400_000).slice(0, 13);
  await database().execute(sql`
    with moved as (
      insert into events select (${old} || substr(id::text, 14))::uuid, organization_id, type, data, team_id, account_id,
        sequence_id, is_test, actor, occurred_at, created_at
      from events where id in (select event_id from deliveries where ${condition}) returning id
    )
    update deliveries set id = (${old} || substr(id::text, 14))::uuid, event_id = (${old} || substr(event_id::text, 14))::uuid
    where ${condition} and id not in (select delivery_id from attempts)`);
}

describe("a delivery on the wire", () => {
  test("carries both signatures, and the envelope", async () => {
    const ctx = await signedIn();
    const { secret } = await subscribe(ctx);
    receiver.behave("/hook", { body: "ok", headers: { "Set-Cookie": "session=0123456789abcdef" } });
    const [event] = await publishEvents(ctx, [TICKET]);
    expect(event?.deliveries).toBe(1);
    await sendAllDue(DRAIN_MS);

    const [request] = receiver.requests;
    if (!request) throw new Error("nothing arrived");
    const delivery = await onlyDelivery(ctx);
    expect(new Webhook(secret).verify(request.text, request.headers as Record<string, string>)).toEqual({
      id: delivery.id,
      event: "ticket.created",
      timestamp: expect.any(String),
      data: TICKET.data,
    });
    expect(request.headers).toMatchObject({
      "content-type": "application/json",
      "x-replify-event": "ticket.created",
      "x-replify-delivery-id": delivery.id,
      "webhook-id": delivery.id,
      "x-replify-event-id": event?.id,
      "x-replify-attempt": "1",
      "user-agent": "Replify-Webhooks/1.0",
    });
    expect(delivery).toMatchObject({
      status: "succeeded",
      attemptCount: 1,
      lastStatusCode: 200,
      payload: request.text,
    });
    expect(delivery.attempts[0]).toMatchObject({
      number: 1,
      success: true,
      trigger: "first",
      response: { body: "ok", headers: { "set-cookie": "••••cdef" } },
    });
  });

  test("keeps its id and bytes on every attempt and resend", async () => {
    const ctx = await signedIn();
    await subscribe(ctx);
    receiver.behave("/hook", { failTimes: 2 });
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    expect(await onlyDelivery(ctx)).toMatchObject({
      status: "retrying",
      attemptCount: 1,
      lastErrorClass: "server_error",
    });

    const { id } = await onlyDelivery(ctx);
    await makeRetryDue();
    expect(await retryDelivery(id, 2)).toMatchObject({ attempt: 3 });
    await makeRetryDue();
    expect(await retryDelivery(id, 3)).toBeNull();
    await resendDelivery(ctx, id);
    await sendAllDue(DRAIN_MS);

    const delivery = await onlyDelivery(ctx);
    expect(delivery).toMatchObject({ status: "succeeded", attemptCount: 4 });
    expect(delivery.attempts.map(({ trigger }) => trigger)).toEqual(["manual", "retry", "retry", "first"]);
    expect(new Set(receiver.requests.map(({ text }) => text)).size).toBe(1);
    expect(new Set(receiver.requests.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([id]));
    expect(receiver.requests.map(({ headers }) => headers["x-replify-attempt"])).toEqual([
      "1",
      "2",
      "3",
      "4",
    ]);
  });
});

describe("the schedule", () => {
  test("waits 5 s, then 30 s, each 0 to 10 % more, and ends as failed after six attempts", async () => {
    const ctx = await signedIn();
    await subscribe(ctx);
    receiver.behave("/hook", { status: 503 });
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    for (const [index, seconds] of [5, 30, 120, 600, 1800].entries()) {
      const delivery = await onlyDelivery(ctx);
      const [latest] = delivery.attempts;
      if (!latest || !delivery.nextAttemptAt) throw new Error("no attempt is planned");
      const gap = Date.parse(delivery.nextAttemptAt) - Date.parse(latest.startedAt) - latest.durationMs;
      expect(gap).toBeGreaterThanOrEqual(seconds * 1000 - 1);
      expect(gap).toBeLessThanOrEqual(seconds * 1100 + 1);
      await makeRetryDue();
      await retryDelivery(delivery.id, index + 2);
    }
    const delivery = await onlyDelivery(ctx);
    expect(delivery).toMatchObject({
      status: "failed",
      attemptCount: 6,
      maxAttempts: 6,
      nextAttemptAt: null,
    });
    expect(receiver.requests).toHaveLength(6);
  });

  test("a retry is made once, and not before its time", async () => {
    const ctx = await signedIn();
    await subscribe(ctx);
    receiver.behave("/hook", { status: 500 });
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    const { id } = await onlyDelivery(ctx);
    expect(await claimDue(steady(20))).toEqual([]);
    expect(await retryDelivery(id, 2)).toMatchObject({ attempt: 2 });
    expect(await retryDelivery(id, 3)).toBeNull();
    expect(receiver.requests).toHaveLength(1);
    await makeRetryDue();
    const claims = (await Promise.all(Array.from({ length: 8 }, () => claimDue(steady(20))))).flat();
    expect(claims).toMatchObject([{ id, attempt: 2 }]);
  });

  test("410 ends it and disables the subscription, which then holds events", async () => {
    const ctx = await signedIn();
    await subscribe(ctx);
    receiver.behave("/hook", { status: 410 });
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    expect(await onlyDelivery(ctx)).toMatchObject({
      status: "failed",
      attemptCount: 1,
      lastErrorClass: "gone",
    });
    await publishEvents(ctx, [TICKET]);
    const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({ status: "held" }));
    expect(data).toHaveLength(1);
    const [told] = (await listEvents(ctx, listEventsQuerySchema.parse({ type: "subscription.disabled" })))
      .data;
    expect(told?.data).toMatchObject({ id: data[0]?.subscriptionId, reason: "gone" });
  });
});

describe("fan-out", () => {
  test("goes exactly to the subscriptions of the organization whose types and level match", async () => {
    const organization = await createOrganization();
    const ctx = createContext(await createUser(organization));
    const other = await createUser(organization);
    const stranger = await signedIn();
    await subscribe(stranger, { eventTypes: ["*"] });
    await subscribe(ctx, { name: "all", eventTypes: ["*"] });
    await subscribe(ctx, { name: "prefix", eventTypes: ["ticket.*"] });
    await subscribe(ctx, { name: "other type", eventTypes: ["chat.*"] });
    const [seven, eight] = [await createTeam(ctx, { name: "7" }), await createTeam(ctx, { name: "8" })];
    await subscribe(ctx, { name: "team 7", subscriptionLevel: "team", teamIds: [seven.id] });
    await subscribe(ctx, { name: "team 8", subscriptionLevel: "team", teamIds: [eight.id] });
    await subscribe(ctx, { name: "my account", subscriptionLevel: "account" });
    await subscribe(ctx, { name: "other account", subscriptionLevel: "account", accountId: other.id });
    await subscribe(ctx, { name: "any sequence", subscriptionLevel: "sequence" });
    await subscribe(ctx, { name: "sequence 3", subscriptionLevel: "sequence", sequenceIds: [3] });
    const accountId = ctx.actor.type === "user" ? ctx.actor.userId : 0;
    await publishEvents(ctx, [{ ...TICKET, teamId: seven.id, accountId, sequenceId: 4 }]);
    const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({}));
    expect(data.map((delivery) => delivery.subscriptionName).sort()).toEqual(
      ["all", "any sequence", "my account", "prefix", "team 7"].sort(),
    );
  });

  test("commits with its transaction or not at all", async () => {
    const ctx = await signedIn();
    await subscribe(ctx);
    await expect(
      transaction(async () => {
        await publishEvents(ctx, [TICKET]);
        throw new Error("the domain change failed");
      }),
    ).rejects.toThrow("the domain change failed");
    await sendAllDue(DRAIN_MS);
    expect(receiver.requests).toHaveLength(0);
    expect((await listDeliveries(ctx, listDeliveriesQuerySchema.parse({}))).data).toEqual([]);
  });
});

describe("claiming", () => {
  test("never gives a delivery twice, nor more of a subscription than may be in flight", async () => {
    const ctx = await signedIn();
    const subscription = await subscribe(ctx, { maxInFlight: 5 });
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
    const ctx = await signedIn();
    const busy = await subscribe(ctx, { name: "busy", eventTypes: ["ticket.created"] });
    await publishEvents(
      ctx,
      Array.from({ length: 100 }, () => TICKET),
    );
    for (let index = 0; index < 9; index++) await subscribe(ctx, { eventTypes: ["chat.started"] });
    await publishEvents(ctx, [{ type: "chat.started", data: {} }]);
    const claims = await claimDue(steady(10));
    expect(new Set(claims.map(({ subscriptionId }) => subscriptionId)).size).toBe(10);
    expect(claims.filter(({ subscriptionId }) => subscriptionId === busy.id)).toHaveLength(1);
  });

  test("a result whose lease has passed on changes nothing", async () => {
    const ctx = await signedIn();
    await subscribe(ctx);
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
    expect(await onlyDelivery(ctx)).toMatchObject({ status: "succeeded", attemptCount: 1 });
  });

  test("gives a delivery up after three workers died with it", async () => {
    const ctx = await signedIn();
    await subscribe(ctx);
    await publishEvents(ctx, [TICKET]);
    for (let deaths = 0; deaths < 3; deaths++) {
      expect(await claimDue(steady(1))).toHaveLength(1);
      await makeDue();
    }
    await sendAllDue(DRAIN_MS);
    expect(receiver.requests).toHaveLength(0);
    expect(await onlyDelivery(ctx)).toMatchObject({ status: "failed", lastErrorClass: "abandoned" });
  });

  test("leaves a target alone after ten straight failures, until the breaker lets a probe through", async () => {
    const ctx = await signedIn();
    await subscribe(ctx);
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
});

describe("retention", () => {
  test("deletes what is finished and old, and nothing that is open or young", async () => {
    const ctx = await signedIn();
    const { id } = await subscribe(ctx);
    await publishEvents(ctx, [TICKET, TICKET]);
    await sendAllDue(DRAIN_MS);
    await pauseSubscription(ctx, id);
    await publishEvents(ctx, [TICKET]);
    await database().execute(sql`delete from attempts`);
    await age(
      sql`status = 'held' or id = (select id from deliveries where status = 'succeeded' order by id limit 1)`,
    );
    expect(await pruneLog()).toBe(false);
    const { data } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({}));
    expect(data.map(({ status }) => status).sort()).toEqual(["held", "succeeded"]);
    await pruneLog();
    const [events] = await database().execute<{ count: number }>(
      sql`select count(*)::int as count from events where id < ${firstUuidAt(Date.now() - 399 * 86_400_000)}::uuid`,
    );
    expect(events?.count).toBe(1);
  });
});

describe("what an admin may do", () => {
  test("a paused subscription holds events, and resuming delivers them", async () => {
    const ctx = await signedIn();
    const { id } = await subscribe(ctx);
    await pauseSubscription(ctx, id);
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    expect(receiver.requests).toHaveLength(0);
    await resumeSubscription(ctx, id);
    await sendAllDue(DRAIN_MS);
    expect(await onlyDelivery(ctx)).toMatchObject({ status: "succeeded" });
  });

  test("canceling ends the retries; a resend afterwards is one more attempt", async () => {
    const ctx = await signedIn();
    await subscribe(ctx);
    receiver.behave("/hook", { status: 500 });
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    const { id } = await onlyDelivery(ctx);
    expect(await cancelDelivery(ctx, id)).toMatchObject({ status: "canceled", nextAttemptAt: null });
    await expect(cancelDelivery(ctx, id)).rejects.toThrow("nothing is left to cancel");
    await resendDelivery(ctx, id);
    await sendAllDue(DRAIN_MS);
    expect(await onlyDelivery(ctx)).toMatchObject({ status: "failed", attemptCount: 2, maxAttempts: 2 });
  });

  test("a test event goes to that subscription only, once", async () => {
    const ctx = await signedIn();
    const { id } = await subscribe(ctx);
    await subscribe(ctx, { name: "bystander" });
    receiver.behave("/hook", { status: 500 });
    const sent = await sendTestEvent(ctx, id, {});
    await sendAllDue(DRAIN_MS);
    expect(receiver.requests).toHaveLength(1);
    expect(await getDelivery(ctx, sent.id)).toMatchObject({
      status: "failed",
      isTest: true,
      attemptCount: 1,
      maxAttempts: 1,
    });
  });

  test("a delivery is not resent without end", async () => {
    const ctx = await signedIn();
    await subscribe(ctx);
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    const { id } = await onlyDelivery(ctx);
    await database().execute(sql`update deliveries set attempt_count = 1000`);
    await expect(resendDelivery(ctx, id)).rejects.toThrow("tried 1000 times");
  });

  test("another organization's delivery does not exist", async () => {
    const ctx = await signedIn();
    await subscribe(ctx);
    await publishEvents(ctx, [TICKET]);
    const { id } = await onlyDelivery(ctx);
    const stranger = await signedIn();
    for (const act of [getDelivery, resendDelivery, cancelDelivery]) {
      await expect(act(stranger, id)).rejects.toThrow("No such delivery");
    }
  });
});
