import { describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { deliveries } from "@/db/schema";
import {
  ctx,
  DRAIN_MS,
  receiver,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents } from "@/features/events/publish";
import { sendAllDue } from "@/features/sending/pump";
import { readHeaders } from "@/features/subscriptions/secrets";
import { updateSubscription } from "@/features/subscriptions/service";
import { disableSubscription, resumeSubscription } from "@/features/subscriptions/status";
import { verifySubscription } from "@/features/subscriptions/verify";
import {
  audited,
  changeUrl,
  delayUntilNextTry,
  deliveredTo,
  echoAt,
  keptSecret,
  rowOf,
  sentSecrets,
  subscribeUnverified,
  subscribeVerified,
} from "./verification-test-set-up";

withOwnDatabaseAndReceiver();

describe("a verified subscription", () => {
  test("keeps its target until a new one answers", async () => {
    const id = await subscribeVerified();
    receiver.behave("/new", { status: 500 });
    expect(await changeUrl(id, `${receiver.url}/new`)).toMatchObject({
      status: "active",
      targetUrl: `${receiver.url}/old`,
      pendingTargetUrl: `${receiver.url}/new`,
    });
    expect(await verifySubscription(ctx, id)).toMatchObject({
      status: "active",
      targetUrl: `${receiver.url}/old`,
      lastVerification: { failure: "wrong_status" },
    });
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    expect([deliveredTo("/old"), deliveredTo("/new")]).toEqual([1, 0]);

    echoAt("/new");
    expect(await verifySubscription(ctx, id)).toMatchObject({
      targetUrl: `${receiver.url}/new`,
      pendingTargetUrl: null,
    });
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    expect([deliveredTo("/old"), deliveredTo("/new")]).toEqual([1, 1]);
    expect(await keptSecret(id)).toBe(sentSecrets("/new").at(-1));
    expect((await audited(id)).slice(2)).toEqual([
      "subscription.updated",
      "subscription.verification_failed (failure)",
      "subscription.verified",
    ]);
  });

  test("drops the new target when its own is given again", async () => {
    const id = await subscribeVerified();
    const secret = await keptSecret(id);
    await changeUrl(id, `${receiver.url}/new`);
    expect(await changeUrl(id, `${receiver.url}/newer`)).toMatchObject({
      pendingTargetUrl: `${receiver.url}/newer`,
    });
    expect(await changeUrl(id, `${receiver.url}/old`)).toMatchObject({
      pendingTargetUrl: null,
      lastVerification: null,
    });
    expect(await delayUntilNextTry(id)).toBeNull();
    expect(await keptSecret(id)).toBe(secret);
  });

  test("sends the headers of the new target to that alone", async () => {
    const { id } = await subscribeUnverified({ targetUrl: echoAt("/old"), headers: { "X-Key": "old-key" } });
    await verifySubscription(ctx, id);
    const elsewhere = echoAt("/new").replace("127.0.0.1", "localhost");
    await expect(changeUrl(id, elsewhere)).rejects.toMatchObject({ issues: [{ path: "headers" }] });
    await updateSubscription(ctx, id, { targetUrl: elsewhere, headers: { "X-Key": "new-key" } });
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    await verifySubscription(ctx, id);
    await publishEvents(ctx, [TICKET]);
    await sendAllDue(DRAIN_MS);
    const keys = receiver.requests.map(({ path, headers }) => `${path} ${headers["x-key"]}`);
    expect(keys).toEqual(["/old old-key", "/old old-key", "/new new-key", "/new new-key"]);
  });

  test("gives the headers of a target that never came back to nobody", async () => {
    const { id } = await subscribeUnverified({ targetUrl: echoAt("/old"), headers: { "X-Key": "old-key" } });
    await verifySubscription(ctx, id);
    await updateSubscription(ctx, id, { targetUrl: `${receiver.url}/new`, headers: { "X-Key": "new-key" } });
    await expect(changeUrl(id, "https://other.example/hook")).rejects.toMatchObject({
      issues: [{ path: "headers" }],
    });
    await changeUrl(id, `${receiver.url}/old`);
    const row = await rowOf(id);
    expect([readHeaders(row), row.pendingHeadersCiphertext]).toEqual([{ "X-Key": "old-key" }, null]);
  });

  test("and not to the present one when that needs no verification any more", async () => {
    const { id } = await subscribeUnverified({ targetUrl: echoAt("/old"), headers: { "X-Key": "old-key" } });
    await verifySubscription(ctx, id);
    const elsewhere = { targetUrl: "https://other.example/hook", headers: { "X-Key": "new-key" } };
    await updateSubscription(ctx, id, elsewhere);
    await updateSubscription(ctx, id, { targetUrl: `${receiver.url}/old`, verification: "none" });
    expect(readHeaders(await rowOf(id))).toEqual({ "X-Key": "old-key" });
  });

  test("goes to the new target at once when it needs no verification any more", async () => {
    const id = await subscribeVerified();
    await changeUrl(id, `${receiver.url}/new`);
    expect(await updateSubscription(ctx, id, { verification: "none" })).toMatchObject({
      status: "active",
      targetUrl: `${receiver.url}/new`,
      pendingTargetUrl: null,
      verifiedAt: null,
    });
    expect(await keptSecret(id)).toBeNull();
  });

  test("gets another value when it is asked again, and keeps the present one when it does not answer", async () => {
    const id = await subscribeVerified();
    await verifySubscription(ctx, id);
    const [, second] = sentSecrets("/old");
    expect(await keptSecret(id)).toBe(second);
    receiver.behave("/old", { status: 503 });
    expect(await verifySubscription(ctx, id)).toMatchObject({
      status: "active",
      lastVerification: { outcome: "failed", nextTryAt: null },
    });
    expect(await keptSecret(id)).toBe(second);
  });

  test("that is disabled stays so, with the new target", async () => {
    const id = await subscribeVerified();
    await disableSubscription(ctx, id, { reason: "gone", detail: "410", targetUrl: `${receiver.url}/old` });
    await changeUrl(id, echoAt("/new"));
    expect(await verifySubscription(ctx, id)).toMatchObject({
      status: "disabled",
      targetUrl: `${receiver.url}/new`,
    });
    expect(await resumeSubscription(ctx, id)).toMatchObject({ status: "active" });
  });
});

test("another server gets nothing that its asker may not read", async () => {
  const id = await subscribeVerified();
  await publishEvents(ctx, [TICKET]);
  expect(await database().$count(deliveries)).toBe(1);
  const narrow = {
    ...ctx,
    permissions: new Set(["subscriptions:write" as const, "subscriptions:read" as const]),
  };
  await expect(updateSubscription(narrow, id, { targetUrl: `${receiver.url}/new` })).rejects.toMatchObject({
    code: "forbidden",
  });
});
