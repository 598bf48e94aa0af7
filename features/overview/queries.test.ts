import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import type { SubscriptionVerification } from "@/db/enums";
import { createContext, createOrganization, createToken, createUser } from "@/db/factories";
import {
  deliveries,
  incomingRequests,
  incomingWebhookStats,
  incomingWebhooks,
  subscriptionHealth,
  subscriptionStats,
  subscriptions,
} from "@/db/schema";
import { storeEvents } from "@/features/events/publish";
import { incomingWebhookHref } from "@/features/incoming-webhooks/links";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { listAttention } from "@/features/overview/attention";
import { attentionText } from "@/features/overview/attention-text";
import { getOverview } from "@/features/overview/queries";
import { subscriptionHref } from "@/features/subscriptions/links";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { createSubscription } from "@/features/subscriptions/service";
import { pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";
import { createTicketSchema } from "@/features/tickets/schema";
import { createTicket } from "@/features/tickets/service";
import { mintToken } from "@/features/tokens/secret";
import { HOUR_MS, MINUTE_MS } from "@/lib/time";

const hoursAgo = (hours: number) => new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS - hours * HOUR_MS);

afterEach(() => vi.useRealTimers());

async function workspace() {
  const user = await createUser(await createOrganization());
  return { user, ctx: createContext(user) };
}

function webhook(ctx: Parameters<typeof createIncomingWebhook>[0], name: string) {
  return createIncomingWebhook(ctx, createIncomingWebhookSchema.parse({ name, action: "create_ticket" }));
}

function holdRequest(ctx: { organizationId: number }, webhookId: string) {
  return keepWaiting(ctx, webhookId, { result: "held" });
}

/** Since so many minutes. */
async function keepWaiting(
  { organizationId }: { organizationId: number },
  webhookId: string,
  { result, minutes = 0 }: { result: "held" | "queued"; minutes?: number },
) {
  const createdAt = new Date(Date.now() - minutes * MINUTE_MS);
  await database()
    .insert(incomingRequests)
    .values({
      id: uuidv7({ msecs: createdAt.getTime() }),
      createdAt,
      organizationId,
      webhookId,
      result,
      statusCode: 202,
      answer: "{}",
      headers: {},
      body: Buffer.from("{}"),
      bodyBytes: 2,
      durationMs: 1,
    });
}

function subscribe(
  ctx: Parameters<typeof createSubscription>[0],
  name: string,
  verification: SubscriptionVerification = "none",
) {
  const targetUrl = "http://127.0.0.1:19999/hook";
  const input = { name, targetUrl, eventTypes: ["ticket.created"], verification };
  return createSubscription(ctx, createSubscriptionSchema.parse(input));
}

test("the steps tick one by one and go once all are done; another organization's work ticks none", async () => {
  const { ctx } = await workspace();
  const { ctx: other } = await workspace();
  const steps = async () => (await getOverview(ctx, "24h")).steps;
  await webhook(other, "Elsewhere");
  await subscribe(other, "Elsewhere");
  expect(await steps()).toEqual({
    webhookId: null,
    hasReceived: false,
    subscriptionId: null,
    hasDelivered: false,
  });
  const { id: webhookId } = await webhook(ctx, "Crash reporter");
  expect(await steps()).toMatchObject({ webhookId, hasReceived: false });
  await database()
    .insert(incomingWebhookStats)
    .values({ webhookId, hour: hoursAgo(0), accepted: 1 });
  expect(await steps()).toMatchObject({ hasReceived: true, subscriptionId: null });
  const { id: subscriptionId } = await subscribe(ctx, "Warehouse");
  expect(await steps()).toMatchObject({ subscriptionId, hasDelivered: false });
  await database()
    .insert(subscriptionHealth)
    .values({ subscriptionId, lastSuccessAt: new Date() })
    .onConflictDoUpdate({ target: subscriptionHealth.subscriptionId, set: { lastSuccessAt: new Date() } });
  expect(await steps()).toBeNull();
});

test("counts what falls into the range, in slices that add up to the tiles", async () => {
  // In the middle of an hour, so that none ends while the test goes on.
  vi.useFakeTimers({ now: hoursAgo(0.5), toFake: ["Date"] });
  const { ctx } = await workspace();
  const { id: webhookId } = await webhook(ctx, "Crash reporter");
  const { id: subscriptionId } = await subscribe(ctx, "Warehouse");
  await database()
    .insert(incomingWebhookStats)
    .values([
      { webhookId, hour: hoursAgo(0), accepted: 5, rejected: 1 },
      { webhookId, hour: hoursAgo(30), accepted: 7, duplicate: 2 },
      { webhookId, hour: hoursAgo(24 * 40), accepted: 1000 },
    ]);
  await database()
    .insert(subscriptionStats)
    .values([
      { subscriptionId, hour: hoursAgo(1), succeeded: 3, failed: 2 },
      { subscriptionId, hour: hoursAgo(24 * 6), succeeded: 4 },
    ]);
  await createTicket(ctx, createTicketSchema.parse({ subject: "Printer on fire" }));
  expect(await getOverview(ctx, "24h")).toMatchObject({
    requests: { accepted: 5, duplicate: 0, rejected: 1 },
    attempts: { succeeded: 3, failed: 2, p95Ms: null },
    openTickets: 1,
  });
  for (const range of ["24h", "7d", "30d"] as const) {
    const { requests, attempts, traffic } = await getOverview(ctx, range);
    const sum = (value: (slice: (typeof traffic)[number]) => number | undefined) =>
      traffic.reduce((total, slice) => total + (value(slice) ?? 0), 0);
    expect(sum((slice) => slice.requests?.accepted)).toBe(requests?.accepted);
    expect(sum((slice) => slice.attempts?.succeeded)).toBe(attempts?.succeeded);
    expect(requests?.accepted).toBe(range === "24h" ? 5 : 12);
    expect(attempts?.succeeded).toBe(range === "24h" ? 3 : 7);
  }
});

test("what the caller may not read is null", async () => {
  const { user } = await workspace();
  const ctx = createContext(user, { permissions: ["tickets:read"] });
  expect(await getOverview(ctx, "24h")).toMatchObject({
    requests: null,
    attempts: null,
    steps: null,
    openTickets: 0,
  });
  expect(await listAttention(ctx)).toEqual({ data: [] });
});

test("names what is broken or about to be, in the order of urgency, and nothing of another organization", async () => {
  const { user, ctx } = await workspace();
  const { ctx: other } = await workspace();
  expect(await listAttention(ctx)).toEqual({ data: [] });

  const disabled = await subscribe(ctx, "Disabled");
  const failing = await subscribe(ctx, "Failing");
  const paused = await subscribe(ctx, "Paused");
  const hasSlips = await subscribe(ctx, "Slips");
  await storeEvents(ctx, [{ type: "ticket.created", data: { subject: "Printer on fire" } }]);
  const unverified = await subscribe(ctx, "Unverified", "x_hook_secret");
  const setStatus = (id: string, status: "disabled" | "paused", statusReason: string | null) =>
    database()
      .update(subscriptions)
      .set({ status, statusReason, statusChangedAt: new Date() })
      .where(eq(subscriptions.id, id));
  await setStatus(disabled.id, "disabled", "The target answered 410 Gone.");
  await setStatus(paused.id, "paused", null);
  await database()
    .insert(subscriptionStats)
    .values([
      { subscriptionId: failing.id, hour: hoursAgo(0), succeeded: 10, failed: 5 },
      { subscriptionId: hasSlips.id, hour: hoursAgo(0), succeeded: 100, failed: 4 },
    ]);
  const held = { status: "held" as const, nextAttemptAt: null };
  await database().update(deliveries).set(held).where(eq(deliveries.subscriptionId, paused.id));
  const failed = { status: "failed" as const, completedAt: new Date() };
  await database().update(deliveries).set(failed).where(eq(deliveries.subscriptionId, failing.id));

  const refusing = await webhook(ctx, "Refusing");
  const holding = await webhook(ctx, "Holding");
  await database()
    .insert(incomingWebhookStats)
    .values({
      webhookId: refusing.id,
      hour: hoursAgo(1),
      accepted: 6,
      rejected: 4,
    });
  await holdRequest(ctx, holding.id);
  await database()
    .update(incomingWebhooks)
    .set({ previousSecretCiphertext: "x", previousSecretExpiresAt: sql`now() + interval '1 hour'` })
    .where(eq(incomingWebhooks.id, holding.id));
  const soon = new Date(Date.now() + 24 * HOUR_MS);
  const token = await createToken(user, { token: mintToken(), name: "CI", expiresAt: soon });
  await createToken(user, { token: mintToken(), expiresAt: soon, revokedAt: new Date() });

  const { data } = await listAttention(ctx);
  expect(data.map(({ kind, id, count, of }) => ({ kind, id, count, of }))).toEqual([
    { kind: "subscription_disabled", id: disabled.id, count: null, of: null },
    { kind: "subscription_failing", id: failing.id, count: 5, of: 15 },
    { kind: "deliveries_failed", id: null, count: 1, of: null },
    { kind: "subscription_unverified", id: unverified.id, count: 0, of: null },
    { kind: "subscription_held", id: paused.id, count: 1, of: null },
    { kind: "requests_rejected", id: refusing.id, count: 4, of: 10 },
    { kind: "requests_held", id: holding.id, count: 1, of: null },
    { kind: "secret_overlap", id: holding.id, count: null, of: null },
    { kind: "token_expiring", id: token.id, count: null, of: null },
  ]);
  expect(data[0]?.detail).toContain("410");
  expect(Date.parse(data.at(-1)?.at ?? "")).toBe(soon.getTime());
  expect(await listAttention(other)).toEqual({ data: [] });
});

test("what a subscription or webhook kept when it was resumed needs a decision, and is no pause", async () => {
  const { ctx } = await workspace();
  const { id, name } = await subscribe(ctx, "Orders");
  await pauseSubscription(ctx, id);
  await storeEvents(ctx, [{ type: "ticket.created", data: { subject: "Printer on fire" } }]);
  await resumeSubscription(ctx, id, { held: "keep" });
  const holding = await webhook(ctx, "Shop");
  await holdRequest(ctx, holding.id);
  await database()
    .update(incomingWebhooks)
    .set({ keepsHeld: true })
    .where(eq(incomingWebhooks.id, holding.id));
  const { data } = await listAttention(ctx);
  expect(data).toMatchObject([
    { kind: "subscription_kept", id, name, count: 1, at: expect.any(String) },
    { kind: "requests_held", id: holding.id, count: 1, detail: "resumed" },
  ]);
  expect(data.map((item) => attentionText(item))).toMatchObject([
    {
      sentence: "1 event of Orders waits from its pause, until somebody decides.",
      action: { label: "Decide", href: subscriptionHref(id) },
    },
    {
      sentence: "1 request of Shop waits from its pause, until somebody decides.",
      action: { label: "Decide", href: incomingWebhookHref(holding.id) },
    },
  ]);
  await resumeSubscription(ctx, id, { held: "deliver" });
  expect((await listAttention(ctx)).data.map(({ kind }) => kind)).toEqual(["requests_held"]);
});

test("what waits in line for longer than a burst does is told, with all that wait; at a paused webhook with what it held", async () => {
  const { ctx } = await workspace();
  const { ctx: other } = await workspace();
  const waiting = await webhook(ctx, "Shop");
  const busy = await webhook(ctx, "Burst");
  const pausedOne = await webhook(ctx, "Paused");
  await keepWaiting(ctx, waiting.id, { result: "queued", minutes: 5 });
  await keepWaiting(ctx, waiting.id, { result: "queued" });
  await keepWaiting(ctx, busy.id, { result: "queued", minutes: 1 });
  await keepWaiting(ctx, pausedOne.id, { result: "queued", minutes: 5 });
  await database()
    .update(incomingWebhooks)
    .set({ status: "paused", pausedAt: new Date() })
    .where(eq(incomingWebhooks.id, pausedOne.id));
  const { data } = await listAttention(ctx);
  expect(data).toMatchObject([
    { kind: "requests_held", id: pausedOne.id, count: 1, detail: null },
    { kind: "requests_queued", id: waiting.id, count: 2, at: expect.any(String) },
  ]);
  expect(Date.now() - Date.parse(data[1]?.at ?? "")).toBeGreaterThanOrEqual(5 * MINUTE_MS);
  expect(data.map((item) => attentionText(item))).toMatchObject([
    { sentence: "Paused is paused, and 1 request waits to be processed." },
    {
      sentence: "2 requests of Shop wait in line to be processed.",
      action: { label: "See why", href: incomingWebhookHref(waiting.id) },
    },
  ]);
  await holdRequest(ctx, pausedOne.id);
  expect((await listAttention(ctx)).data).toMatchObject([{ count: 2 }, { count: 2 }]);
  expect(await listAttention(other)).toEqual({ data: [] });
});
