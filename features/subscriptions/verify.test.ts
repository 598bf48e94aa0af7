import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { subscriptions } from "@/db/schema";
import { createWorld } from "@/e2e/api-world";
import { LocalApi } from "@/e2e/local-api";
import { echoHookSecret } from "@/e2e/receiver";
import { listDeliveries } from "@/features/deliveries/queries";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";
import {
  ctx,
  DRAIN_MS,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { sendAllDue } from "@/features/sending/pump";
import { sendTestEvent } from "@/features/sending/test-event";
import { getSubscription } from "@/features/subscriptions/queries";
import { deleteSubscription, updateSubscription } from "@/features/subscriptions/service";
import { pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";
import { listOverdueVerifications, verifySubscription, verifyWhenDue } from "@/features/subscriptions/verify";
import {
  audited,
  changeUrl,
  delayUntilNextTry,
  deliveredTo,
  echoAt,
  keptSecret,
  sentSecrets,
  subscribeUnverified,
  subscribeVerified,
} from "./verification-test-set-up";

withOwnDatabaseAndReceiver();

async function makeDue(id: string): Promise<void> {
  await database()
    .update(subscriptions)
    .set({ verificationDueAt: sql`now()` })
    .where(eq(subscriptions.id, id));
}

describe("a new subscription whose target is to be verified", () => {
  test("is unverified, and what it gets is held until its target answers", async () => {
    const created = await subscribeUnverified({ targetUrl: echoAt("/hook") });
    expect(created).toMatchObject({
      status: "unverified",
      isActive: false,
      verification: "x_hook_secret",
      verifiedAt: null,
      lastVerification: null,
    });
    await publishEvents(ctx, [TICKET, TICKET]);
    await sendAllDue(DRAIN_MS);
    expect(receiver.requests).toEqual([]);
    const { data: held } = await listDeliveries(ctx, listDeliveriesQuerySchema.parse({}));
    expect(held).toMatchObject([
      { status: "held", heldReason: "verification" },
      { status: "held", heldReason: "verification" },
    ]);

    const verified = await verifySubscription(ctx, created.id);
    expect(verified).toMatchObject({
      status: "active",
      isActive: true,
      verifiedAt: expect.any(String),
      lastVerification: { outcome: "verified", number: 1, statusCode: 200, problem: null, nextTryAt: null },
    });
    await sendAllDue(DRAIN_MS);
    expect(deliveredTo("/hook")).toBe(2);
    expect([await keptSecret(created.id)]).toEqual(sentSecrets("/hook"));
    expect(JSON.stringify(verified)).not.toContain(await keptSecret(created.id));
    expect(await audited(created.id)).toEqual(["subscription.created", "subscription.verified"]);
  });

  test("says what the target did instead, and is tried again later each time, a few times", async () => {
    receiver.behave("/hook", { status: 404 });
    const { id, organizationId } = await subscribeUnverified();
    const delays: (number | null | undefined)[] = [];
    for (const number of [1, 2, 3, 4, 5]) {
      await makeDue(id);
      const next = await verifyWhenDue(organizationId, id);
      delays.push(await delayUntilNextTry(id));
      expect(await getSubscription(ctx, id)).toMatchObject({
        status: "unverified",
        lastVerification: {
          number,
          outcome: "failed",
          failure: "wrong_status",
          problem: { title: "Status 404 instead of 200" },
          nextTryAt: next,
        },
      });
    }
    expect(delays).toEqual([10, 60, 300, 1800, null]);
    expect((await audited(id)).slice(1)).toEqual(Array(5).fill("subscription.verification_failed (failure)"));
  });

  test("is not tried again by itself after 410, but by hand", async () => {
    receiver.behave("/hook", { status: 410 });
    const { id, organizationId } = await subscribeUnverified();
    expect(await verifyWhenDue(organizationId, id)).toBeNull();
    expect(await getSubscription(ctx, id)).toMatchObject({
      status: "unverified",
      lastVerification: { failure: "gone", nextTryAt: null },
    });
    echoAt("/hook");
    expect(await verifySubscription(ctx, id)).toMatchObject({ status: "active" });
  });

  test("can't be tested, nor resumed past the handshake", async () => {
    const { id } = await subscribeUnverified();
    await expect(sendTestEvent(ctx, id, {})).rejects.toThrow("Verify it first");
    expect(await resumeSubscription(ctx, id)).toMatchObject({ status: "unverified" });
    await pauseSubscription(ctx, id);
    expect(await updateSubscription(ctx, id, { isActive: true })).toMatchObject({ status: "unverified" });
  });

  test("stays paused when its target answers meanwhile, and is active once resumed", async () => {
    const { id } = await subscribeUnverified({ targetUrl: echoAt("/hook") });
    await pauseSubscription(ctx, id);
    expect(await verifySubscription(ctx, id)).toMatchObject({
      status: "paused",
      verifiedAt: expect.any(String),
    });
    expect(await resumeSubscription(ctx, id)).toMatchObject({ status: "active" });
  });

  test("is asked at another URL as soon as it has one, and its first is forgotten", async () => {
    const { id } = await subscribeUnverified();
    await verifySubscription(ctx, id);
    const moved = await changeUrl(id, echoAt("/new"));
    expect(moved).toMatchObject({ status: "unverified", pendingTargetUrl: null, lastVerification: null });
    expect(await delayUntilNextTry(id)).toBe(0);
    expect(await verifySubscription(ctx, id)).toMatchObject({
      status: "active",
      lastVerification: { number: 1 },
    });
  });

  test("is active when it needs no verification any more", async () => {
    const { id } = await subscribeUnverified();
    await publishEvents(ctx, [TICKET]);
    expect(await updateSubscription(ctx, id, { verification: "none" })).toMatchObject({
      status: "active",
      lastVerification: null,
    });
    await sendAllDue(DRAIN_MS);
    expect(deliveredTo("/hook")).toBe(1);
    await expect(verifySubscription(ctx, id)).rejects.toThrow("need not be verified");
  });
});

test("one that is to be verified from now on gets nothing until its target answers", async () => {
  const { id } = await subscribe({ targetUrl: echoAt("/hook") });
  expect(await updateSubscription(ctx, id, { verification: "x_hook_secret" })).toMatchObject({
    status: "unverified",
  });
  await publishEvents(ctx, [TICKET]);
  await sendAllDue(DRAIN_MS);
  expect(deliveredTo("/hook")).toBe(0);
  await verifySubscription(ctx, id);
  await sendAllDue(DRAIN_MS);
  expect(deliveredTo("/hook")).toBe(1);
});

describe("at the same moment", () => {
  /** Answers when told, with the value it was sent. */
  function answerLater(path: string) {
    const { promise: until, resolve: answer } = Promise.withResolvers<void>();
    receiver.behave(path, { reply: (request) => ({ ...echoHookSecret(request), until }) });
    const asked = (count: number) => receiver.waitForMany(count, (request) => request.path === path);
    return { asked, answer };
  }

  test("two are told what came of their own, and the value is kept that was sent last", async () => {
    const { id } = await subscribeUnverified();
    const { asked, answer } = answerLater("/hook");
    const first = verifySubscription(ctx, id);
    await asked(1);
    const second = verifySubscription(ctx, id);
    await asked(2);
    answer();
    const results = await Promise.all([first, second]);
    const [firstSecret, secondSecret] = sentSecrets("/hook");
    expect(results.map(({ status, lastVerification }) => [status, lastVerification?.expected])).toEqual([
      ["active", `••••${String(firstSecret).slice(-4)}`],
      ["active", `••••${String(secondSecret).slice(-4)}`],
    ]);
    expect(await keptSecret(id)).toBe(secondSecret);
  });

  test("its settings can be changed while its target takes its time, whatever key the call carries", async () => {
    const { api, admin } = await createWorld(await createOrganization(), LocalApi);
    const by = createContext(admin);
    const { id } = await subscribe({ verification: "x_hook_secret" }, by);
    const { asked, answer } = answerLater("/hook");
    const headers = { "Idempotency-Key": "once" };
    const verifying = api.request("POST", `/api/v1/subscriptions/${id}/verify`, { headers });
    await asked(1);
    expect(await updateSubscription(by, id, { name: "Renamed" })).toMatchObject({ name: "Renamed" });
    answer();
    expect((await verifying).body).toMatchObject({ status: "active", name: "Renamed" });
  });

  test("an answer counts for nothing once the URL is another", async () => {
    const { id } = await subscribeUnverified();
    const { asked, answer } = answerLater("/hook");
    const verifying = verifySubscription(ctx, id);
    await asked(1);
    await changeUrl(id, `${receiver.url}/new`);
    answer();
    await expect(verifying).rejects.toThrow("The target was changed before it answered");
    expect(await getSubscription(ctx, id)).toMatchObject({ status: "unverified", lastVerification: null });
    expect(await keptSecret(id)).toBeNull();
  });

  test("the present target's new value is kept, although another one is to replace it", async () => {
    const id = await subscribeVerified();
    const { asked, answer } = answerLater("/old");
    const verifying = verifySubscription(ctx, id);
    await asked(2);
    await changeUrl(id, `${receiver.url}/new`);
    answer();
    await verifying;
    expect(await keptSecret(id)).toBe(sentSecrets("/old").at(-1));
    expect(await getSubscription(ctx, id)).toMatchObject({
      pendingTargetUrl: `${receiver.url}/new`,
      lastVerification: null,
    });
  });

  test("a deleted one is not found any more", async () => {
    const { id, organizationId } = await subscribeUnverified();
    const { asked, answer } = answerLater("/hook");
    const verifying = verifyWhenDue(organizationId, id);
    await asked(1);
    await deleteSubscription(ctx, id);
    answer();
    expect(await verifying).toBeNull();
  });

  test("only one worker takes what is due, and another process finds it when that one dies", async () => {
    const { id, organizationId } = await subscribeUnverified();
    const { asked, answer } = answerLater("/hook");
    const dying = verifyWhenDue(organizationId, id);
    await asked(1);
    expect(Date.parse((await verifyWhenDue(organizationId, id)) ?? "")).toBeGreaterThan(Date.now() + 20_000);
    expect(receiver.requests).toHaveLength(1);
    expect(await listOverdueVerifications()).toEqual([]);

    // As it looks when its worker was killed before it could record the answer.
    await database()
      .update(subscriptions)
      .set({ verificationDueAt: sql`now() - interval '1 minute'` })
      .where(eq(subscriptions.id, id));
    expect(await listOverdueVerifications()).toEqual([{ subscriptionId: id, organizationId }]);
    const taken = verifyWhenDue(organizationId, id);
    await asked(2);
    answer();
    expect(await Promise.all([dying, taken])).toEqual([null, null]);
    expect(await getSubscription(ctx, id)).toMatchObject({ status: "active" });
    expect(await keptSecret(id)).toBe(sentSecrets("/hook").at(-1));
  });
});

test("takes the right to write subscriptions, in the same organization", async () => {
  const { id } = await subscribeUnverified();
  const reader = { ...ctx, permissions: new Set(["subscriptions:read" as const]) };
  await expect(verifySubscription(reader, id)).rejects.toMatchObject({ code: "forbidden" });
  const stranger = createContext(await createUser(await createOrganization()));
  await expect(verifySubscription(stranger, id)).rejects.toMatchObject({ code: "not_found" });
  expect(receiver.requests).toEqual([]);
});

test("the format rest_hooks is always verified, and its deliveries carry the value that came back", async () => {
  const created = await subscribe({ format: "rest_hooks", targetUrl: echoAt("/hook") });
  expect(created).toMatchObject({ status: "unverified", verification: "x_hook_secret", hasSecret: false });
  await publishEvents(ctx, [TICKET]);
  await verifySubscription(ctx, created.id);
  await sendAllDue(DRAIN_MS);
  expect(receiver.requests.map(({ headers }) => headers["x-hook-secret"])).toEqual(
    Array(2).fill(await keptSecret(created.id)),
  );
  await expect(updateSubscription(ctx, created.id, { verification: "none" })).rejects.toMatchObject({
    issues: [{ path: "verification" }],
  });
});

test("one that becomes rest_hooks gets nothing until its target answers", async () => {
  const { id } = await subscribe({ targetUrl: echoAt("/hook") });
  expect(await updateSubscription(ctx, id, { format: "rest_hooks" })).toMatchObject({
    status: "unverified",
    verification: "x_hook_secret",
  });
});
