import { expect, test, vi } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { asOwner } from "@/db/own-database";
import { atOnce } from "@/e2e/held-row";
import { getDelivery } from "@/features/deliveries/queries";
import {
  ctx,
  DRAIN_MS,
  makeDue,
  onlyDelivery,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { handToEcho } from "@/features/echo/hand-over";
import { getEchoRequest, listEchoRequests } from "@/features/echo/queries";
import { type EchoAnswer, type EchoReceiver, echoAnswerSchema } from "@/features/echo/schema";
import { createEchoReceiver, deleteEchoReceiver, updateEchoReceiver } from "@/features/echo/service";
import { publishEvents } from "@/features/events/publish";
import { listEvents } from "@/features/events/queries";
import { listEventsQuerySchema } from "@/features/events/schema";
import { sendAllDue } from "@/features/sending/pump";
import { getSubscription } from "@/features/subscriptions/queries";
import { endSubscriptionOverlap, rotateSubscriptionSecret } from "@/features/subscriptions/rotation";
import { updateSubscription } from "@/features/subscriptions/service";
import type { Context } from "@/lib/context";
import { echoKeyOf } from "@/lib/echo-address";
import { log } from "@/lib/log";

withOwnDatabaseAndReceiver();

const PAGE = { limit: 100 };

async function createReceiver(answer: Partial<EchoAnswer> = {}, by = ctx): Promise<EchoReceiver> {
  const { id } = await createEchoReceiver(by, { name: "Echo" });
  return updateEchoReceiver(by, id, { answer: echoAnswerSchema.parse(answer) });
}

async function deliver(): Promise<void> {
  await publishEvents(ctx, [TICKET]);
  await sendAllDue(DRAIN_MS);
}

async function received({ id }: EchoReceiver, by: Context = ctx) {
  const { data } = await listEchoRequests(by, id, PAGE);
  return Promise.all(data.map((request) => getEchoRequest(by, id, request.id)));
}

test("a delivery arrives with the bytes and headers of the log, and both signatures verified", async () => {
  const receiver = await createReceiver();
  const { id: subscriptionId, name } = await subscribe({ targetUrl: receiver.url, name: "First" });
  await deliver();
  const delivery = await onlyDelivery();
  expect(delivery).toMatchObject({ status: "succeeded", lastStatusCode: 200 });
  const [request, ...others] = await received(receiver);
  expect(others).toEqual([]);
  expect(request).toMatchObject({
    body: delivery.payload,
    bodyEncoding: "utf8",
    deliveryId: delivery.id,
    eventType: "ticket.created",
    signature: "verified",
    isDelivery: true,
    ip: null,
    statusCode: 200,
    withheld: null,
  });
  expect(request?.headers).toMatchObject(delivery.attempts[0]?.request.headers ?? { no: "attempt" });
  const timestamp = Number(request?.headers["webhook-timestamp"]);
  const skewSeconds = request?.signatures[0]?.skewSeconds;
  expect(skewSeconds).toBeGreaterThanOrEqual(0);
  expect(skewSeconds).toBeLessThanOrEqual(Math.floor(Date.now() / 1000) - timestamp);
  const right = {
    isValid: true,
    secret: "current",
    secretNow: "current",
    subscriptionId,
    skewSeconds,
    detail: `The current secret of “${name}” made it over exactly these bytes.`,
  };
  expect(request?.signatures).toEqual([
    {
      ...right,
      header: "webhook-signature",
      scheme: "Standard Webhooks",
      prefix: `${delivery.id}.${timestamp}.`,
    },
    { ...right, header: "X-Replify-Signature", scheme: "Replify", prefix: `${timestamp}.` },
  ]);
});

test("a secret that was replaced since is told as right when the request came", async () => {
  const receiver = await createReceiver();
  const { id } = await subscribe({ targetUrl: receiver.url });
  await deliver();
  const told = async () => {
    const [request] = await received(receiver);
    const [first] = request?.signatures ?? [];
    return { isValid: first?.isValid, secret: first?.secret, secretNow: first?.secretNow };
  };
  await rotateSubscriptionSecret(ctx, id, { overlapSeconds: 3600 });
  expect(await told()).toEqual({ isValid: true, secret: "current", secretNow: "previous" });
  await endSubscriptionOverlap(ctx, id);
  expect(await told()).toEqual({ isValid: true, secret: "current", secretNow: "replaced" });
});

test("it fails as often as it was told, and its retries get through", async () => {
  const receiver = await createReceiver({ status: 500, left: 2 });
  await subscribe({ targetUrl: receiver.url });
  await deliver();
  expect(await onlyDelivery()).toMatchObject({ status: "retrying", lastStatusCode: 500 });
  for (let attempt = 2; attempt <= 3; attempt++) {
    await makeDue();
    await sendAllDue(DRAIN_MS);
  }
  const { status, attempts } = await onlyDelivery();
  expect([status, attempts.map(({ statusCode }) => statusCode)]).toEqual(["succeeded", [200, 500, 500]]);
});

test("429 carries Retry-After, and the retry waits for it", async () => {
  const receiver = await createReceiver({ status: 429, retryAfterSeconds: 7 });
  await subscribe({ targetUrl: receiver.url });
  await deliver();
  const delivery = await onlyDelivery();
  expect(delivery.attempts[0]).toMatchObject({
    statusCode: 429,
    errorClass: "rate_limited",
    response: { headers: { "retry-after": "7" } },
  });
});

test("410 disables the subscription", async () => {
  const receiver = await createReceiver({ status: 410 });
  const { id } = await subscribe({ targetUrl: receiver.url });
  await deliver();
  expect(await getSubscription(ctx, id)).toMatchObject({ status: "disabled" });
});

test("an answer that comes too late is a timeout", async () => {
  const { url, id } = await createReceiver({ delaySeconds: 1 });
  const to = { organizationId: ctx.organizationId, key: echoKeyOf(url) ?? "" };
  await expect(handToEcho(to, { headers: {}, body: "{}" }, 20)).rejects.toMatchObject({ kind: "timeout" });
  expect((await listEchoRequests(ctx, id, PAGE)).data).toHaveLength(1);
});

test("a deleted receiver is named as the reason, ends the delivery and disables the subscription", async () => {
  const receiver = await createReceiver();
  const { id } = await subscribe({ targetUrl: receiver.url });
  await deleteEchoReceiver(ctx, receiver.id);
  await deliver();
  const delivery = await onlyDelivery();
  expect(delivery).toMatchObject({ status: "failed", lastErrorClass: "echo_deleted", lastStatusCode: null });
  expect(delivery.attempts).toHaveLength(1);
  expect(await getSubscription(ctx, id)).toMatchObject({
    status: "disabled",
    statusReason: "The echo receiver that it sends to was deleted.",
  });
});

test("one that is deleted while a delivery is on its way is named as the reason all the same", async () => {
  const receiver = await createReceiver();
  const { id } = await subscribe({ targetUrl: receiver.url });
  await publishEvents(ctx, [TICKET]);
  const held = { table: "echo_receivers", column: "id", value: receiver.id };
  await atOnce(held, [() => deleteEchoReceiver(ctx, receiver.id), () => sendAllDue(DRAIN_MS)]);
  const delivery = await onlyDelivery();
  expect(delivery).toMatchObject({ status: "failed", lastErrorClass: "echo_deleted", lastStatusCode: null });
  expect(delivery.attempts).toMatchObject([{ errorMessage: expect.stringContaining("was deleted") }]);
  expect(await getSubscription(ctx, id)).toMatchObject({ status: "disabled" });
});

test("a fault of ours is told in general words, and logged with its cause", async () => {
  const receiver = await createReceiver();
  await subscribe({ targetUrl: receiver.url });
  const logged = vi.spyOn(log, "error");
  await asOwner((owner) => owner`alter table echo_requests add constraint refused check (false) not valid`);
  try {
    await deliver();
  } finally {
    await asOwner((owner) => owner`alter table echo_requests drop constraint refused`);
  }
  const delivery = await onlyDelivery();
  expect(delivery).toMatchObject({
    status: "retrying",
    lastErrorClass: "internal_error",
    lastStatusCode: null,
  });
  expect(delivery.attempts).toMatchObject([
    { errorMessage: "Replify itself failed while sending this. Its log says why.", response: null },
  ]);
  expect(logged).toHaveBeenCalledWith(
    expect.objectContaining({ deliveryId: delivery.id, err: expect.any(Error) }),
    expect.any(String),
  );
});

test("what it gets makes no event, whatever it says", async () => {
  const receiver = await createReceiver();
  await subscribe({ targetUrl: receiver.url, eventTypes: ["*"] });
  await deliver();
  await makeDue();
  await sendAllDue(DRAIN_MS);
  const { data } = await listEvents(ctx, listEventsQuerySchema.parse({}));
  expect(data.map(({ type }) => type)).toEqual(["ticket.created"]);
});

test("another organization's receiver is no target, when it is saved or later", async () => {
  const stranger = createContext(await createUser(await createOrganization({ name: "Other" })));
  const theirs = await createReceiver({}, stranger);
  const refused = { issues: [{ path: "targetUrl", message: expect.stringContaining("no echo receiver") }] };
  await expect(subscribe({ targetUrl: theirs.url })).rejects.toMatchObject(refused);
  const { id } = await subscribe();
  await expect(updateSubscription(ctx, id, { targetUrl: theirs.url })).rejects.toMatchObject(refused);
  const to = { organizationId: ctx.organizationId, key: echoKeyOf(theirs.url) ?? "" };
  await expect(handToEcho(to, { headers: {}, body: "{}" })).rejects.toThrow("deleted");
  expect(await received(theirs, stranger)).toEqual([]);
});

test("no other spelling of its address is a target", async () => {
  const { url } = await createReceiver();
  const spellings = [
    `${url}/`,
    `${url}?`,
    url.replace("/api/", "/api//"),
    url.replace("/api/echo/", "/api/v1/../echo/"),
    url.replace("/echo/", "/%65cho/"),
    url.replace("/api/echo/", "/api/echo/../v1/events/"),
    url.replace("//localhost", "//LOCALHOST"),
    url.replace("//localhost", "//127.0.0.1"),
    url.replace("//localhost", "//localhost."),
    url.replace("//localhost", "//me@localhost"),
    url.slice(0, -1),
  ];
  for (const targetUrl of spellings) {
    if (targetUrl === url) continue;
    await expect(subscribe({ targetUrl }), targetUrl).rejects.toMatchObject({ code: "invalid" });
  }
});

test("a handshake is not asked of it", async () => {
  const { url } = await createReceiver();
  const refused = { issues: [{ path: "verification" }] };
  await expect(subscribe({ targetUrl: url, verification: "x_hook_secret" })).rejects.toMatchObject(refused);
  await expect(subscribe({ targetUrl: url, format: "rest_hooks" })).rejects.toMatchObject(refused);
  const { id } = await subscribe({ verification: "x_hook_secret" });
  await expect(updateSubscription(ctx, id, { targetUrl: url })).rejects.toMatchObject(refused);
  const moved = await updateSubscription(ctx, id, { targetUrl: url, verification: "none" });
  expect(moved).toMatchObject({ targetUrl: url, status: "active" });
});

test("a payload is shown with the read scope of its event only, and custom headers are masked", async () => {
  const receiver = await createReceiver();
  const headers = { "X-Api-Key": "0123456789abcdef-secret", "X-Shop": "a long value that may be one" };
  await subscribe({ targetUrl: receiver.url, headers });
  await deliver();
  const [request] = await received(receiver);
  expect(JSON.stringify(request)).not.toMatch(/0123456789abcdef|a long value/);
  const blind = { ...ctx, permissions: new Set(["deliveries:read" as const]) };
  const [hidden] = await received(receiver, blind);
  expect(hidden).toMatchObject({ body: null, withheld: { missingScope: "tickets:read" } });
});

test("of 20 deliveries at once by two workers each one is kept and counted", async () => {
  const receiver = await createReceiver({ status: 500, left: 5 });
  await subscribe({ targetUrl: receiver.url });
  await publishEvents(
    ctx,
    Array.from({ length: 20 }, () => TICKET),
  );
  await Promise.all([sendAllDue(DRAIN_MS), sendAllDue(DRAIN_MS)]);
  const requests = (await listEchoRequests(ctx, receiver.id, PAGE)).data;
  expect(requests).toHaveLength(20);
  expect(requests.filter(({ statusCode }) => statusCode === 500)).toHaveLength(5);
  const loaded = await getDelivery(ctx, requests[0]?.deliveryId ?? "");
  expect(loaded.eventType).toBe("ticket.created");
});
