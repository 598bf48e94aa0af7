import {
  createSubscriptionEndpoint,
  getSubscriptionEndpoint,
  listSubscriptionsEndpoint,
} from "@/features/subscriptions/contract";
import { env } from "@/lib/env";
import { expect, test } from "../fixtures";

const SUBSCRIPTIONS = "/api/v1/subscriptions";
const VALID = { targetUrl: "https://example.com/hook", eventTypes: ["ticket.created"] };

test("a subscription is created with defaults and its secret is shown once", async ({
  api,
  organization,
}) => {
  const reply = await api.post(SUBSCRIPTIONS, VALID);

  expect(reply.status).toBe(201);
  expect(reply.body).toEqual({
    id: expect.any(String),
    organizationId: organization.id,
    name: "example.com",
    targetUrl: VALID.targetUrl,
    eventTypes: VALID.eventTypes,
    isActive: true,
    previousSecretExpiresAt: null,
    status: "active",
    statusReason: null,
    statusChangedAt: null,
    keepsHeld: false,
    heldEvents: 0,
    newestHeldId: null,
    subscriptionLevel: "organization",
    teamIds: [],
    sequenceIds: [],
    accountId: null,
    filter: null,
    format: "replify",
    hasSecret: true,
    verification: "none",
    verifiedAt: null,
    pendingTargetUrl: null,
    lastVerification: null,
    retryPolicy: "standard",
    retryDelaysSeconds: [5, 30, 120, 600, 1800],
    headerNames: [],
    dialect: null,
    maxInFlight: 32,
    health: {
      consecutiveFailures: 0,
      failingSince: null,
      pausedUntil: null,
      lastDeliveryAt: null,
      lastSuccessAt: null,
      recent: { attempts: 0, failedAttempts: 0, failedDeliveries: 0, firstFailureAt: null },
    },
    createdBy: { id: expect.any(Number), name: "Ada" },
    ownerMissingScopes: [],
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
    secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
  });
  const { id, secret } = createSubscriptionEndpoint.response.parse(reply.body);
  for (const later of [await api.get(SUBSCRIPTIONS), await api.get(`${SUBSCRIPTIONS}/${id}`)]) {
    expect(later.text).toContain(id);
    expect(later.text).not.toContain(secret);
    expect(later.text).not.toMatch(/"secret"|ciphertext|whsec_/i);
  }
});

test("an own secret and custom headers are taken, and not shown again", async ({ api }) => {
  const secret = "a secret of my own";
  const headers = { Authorization: "Bearer receiver-credential" };

  const created = await api.post(SUBSCRIPTIONS, { ...VALID, secret, headers });

  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({ secret, headerNames: ["Authorization"] });
  const { id } = createSubscriptionEndpoint.response.parse(created.body);
  const later = await api.get(`${SUBSCRIPTIONS}/${id}`);
  expect(later.body).toMatchObject({ headerNames: ["Authorization"] });
  expect(later.text).not.toContain(secret);
  expect(later.text).not.toContain("receiver-credential");
});

test("retry policies become delays", async ({ api }) => {
  const delaysOf = async (retryPolicy: unknown) => {
    const reply = await api.post(SUBSCRIPTIONS, { ...VALID, retryPolicy });
    return createSubscriptionEndpoint.response.parse(reply.body).retryDelaysSeconds;
  };

  expect(await delaysOf("short")).toEqual([5, 30, 120]);
  expect(await delaysOf("extended")).toEqual([5, 30, 120, 600, 1800, 7200, 18_000, 36_000]);
  expect(await delaysOf({ delaysSeconds: [1, 86_400] })).toEqual([1, 86_400]);
});

test("a subscription is changed, paused, resumed and deleted", async ({ api }) => {
  const { id } = await api.call(createSubscriptionEndpoint, { body: VALID });
  const path = `${SUBSCRIPTIONS}/${id}`;

  const changed = await api.patch(path, { name: "Orders", eventTypes: ["ticket.*"], retryPolicy: "short" });
  expect(changed.status).toBe(200);
  expect(changed.body).toMatchObject({ name: "Orders", eventTypes: ["ticket.*"], retryPolicy: "short" });

  expect(await api.post(`${path}/pause`, undefined)).toMatchObject({
    status: 200,
    body: { status: "paused", isActive: false, statusReason: expect.stringContaining("Test token") },
  });
  expect(await api.post(`${path}/resume`, undefined)).toMatchObject({
    status: 200,
    body: { status: "active", isActive: true, statusReason: null },
  });
  expect(await api.patch(path, { isActive: false })).toMatchObject({ body: { status: "paused" } });
  expect(await api.call(listSubscriptionsEndpoint, { query: { status: "paused" } })).toMatchObject({
    data: [{ id, name: "Orders" }],
  });

  expect((await api.delete(path)).status).toBe(204);
  expect((await api.get(path)).status).toBe(404);
  expect((await api.delete(path)).status).toBe(404);
  expect(await api.call(listSubscriptionsEndpoint)).toEqual({ data: [], nextCursor: null });
});

test("a subscription is refused with the path of what is wrong", async ({ api }) => {
  const refusals: [string, object][] = [
    ["targetUrl", { targetUrl: "" }],
    ["targetUrl", { targetUrl: "not a url" }],
    ["targetUrl", { targetUrl: "ftp://example.com/" }],
    ["targetUrl", { targetUrl: "https://user:pass@example.com/" }],
    ["targetUrl", { targetUrl: "https://example.com:22/" }],
    ["targetUrl", { targetUrl: "http://169.254.169.254/latest/meta-data" }],
    ["targetUrl", { targetUrl: "http://10.0.0.1/" }],
    ["targetUrl", { targetUrl: "http://[fd00::1]/" }],
    ["targetUrl", { targetUrl: `${env.APP_URL}/api/v1/events` }],
    ["eventTypes", { eventTypes: [] }],
    ["eventTypes.1", { eventTypes: ["*", "ticket.exploded"] }],
    ["secret", { secret: "short" }],
    ["retryPolicy.delaysSeconds.0", { retryPolicy: { delaysSeconds: [0] } }],
    ["maxInFlight", { maxInFlight: 257 }],
    ["headers.host", { headers: { host: "elsewhere" } }],
    ["headers.x-a", { headers: { "x-a": "b\r\nx-c: d" } }],
    ["organizationId", { organizationId: 2_000_000_000 }],
    ["id", { id: "018f0000-0000-7000-8000-000000000000" }],
  ];

  for (const [path, change] of refusals) {
    const reply = await api.post(SUBSCRIPTIONS, { ...VALID, ...change });
    expect(reply.status, `${path} of ${JSON.stringify(change)}: ${reply.text}`).toBe(422);
    expect(reply.body).toMatchObject({
      issues: expect.arrayContaining([{ path, message: expect.any(String) }]),
    });
  }
  const { id } = await api.call(createSubscriptionEndpoint, { body: VALID });
  expect((await api.patch(`${SUBSCRIPTIONS}/${id}`, {})).status).toBe(422);
  expect(await api.call(getSubscriptionEndpoint, { params: { id } })).toMatchObject(VALID);
});

test("a test event goes to one subscription, marked as a test", async ({ api, receiver }) => {
  const target = (path: string) => ({ ...VALID, targetUrl: `${receiver.url}${path}` });
  const { id } = await api.call(createSubscriptionEndpoint, { body: target("/tested") });
  await api.call(createSubscriptionEndpoint, { body: target("/other") });
  receiver.behave("/tested", { status: 500 });

  const reply = await api.post(`${SUBSCRIPTIONS}/${id}/test`, {});

  expect(reply.status).toBe(202);
  expect(reply.body).toMatchObject({ isTest: true, maxAttempts: 1, subscriptionId: id });
  await expect
    .poll(async () => (await api.get(`${SUBSCRIPTIONS}/${id}/deliveries`)).body)
    .toMatchObject({ data: [{ isTest: true, status: "failed", attemptCount: 1, lastStatusCode: 500 }] });
  expect(receiver.requests.map((request) => request.path)).toEqual(["/tested"]);
});
