import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { closeDatabase, database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, deliveries, subscriptionStats, subscriptions } from "@/db/schema";
import { publishEvents } from "@/features/events/publish";
import { assertSubscription, getSubscription, listSubscriptions } from "@/features/subscriptions/queries";
import {
  type CreateSubscription,
  createdSubscriptionSchema,
  createSubscriptionSchema,
  listSubscriptionsQuerySchema,
  subscriptionSchema,
  updateSubscriptionSchema,
} from "@/features/subscriptions/schema";
import { openSecret, readHeaders } from "@/features/subscriptions/secrets";
import { createSubscription, deleteSubscription, updateSubscription } from "@/features/subscriptions/service";
import { getSubscriptionStats, listSubscriptionStats } from "@/features/subscriptions/stats-queries";
import { disableSubscription, pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";
import type { Context } from "@/lib/context";
import { HOUR_MS } from "@/lib/time";

const TICKET = { type: "ticket.created" as const, data: { subject: "Printer on fire" } };

afterEach(() => vi.useRealTimers());
afterAll(closeDatabase);

async function signedIn(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

function inputOf(
  given: Partial<Parameters<typeof createSubscriptionSchema.parse>[0] & object> = {},
): CreateSubscription {
  return createSubscriptionSchema.parse({
    targetUrl: "https://receiver.example/hook",
    eventTypes: ["ticket.*"],
    ...given,
  });
}

async function storedRow(id: string) {
  const [row] = await database().select().from(subscriptions).where(eq(subscriptions.id, id));
  if (!row) throw new Error("no such row");
  return row;
}

async function actionsOn(id: string): Promise<string[]> {
  const rows = await database()
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(eq(auditLog.targetId, id))
    .orderBy(auditLog.id);
  return rows.map((row) => row.action);
}

async function statusesOf(subscriptionId: string): Promise<string[]> {
  const rows = await database()
    .select({ status: deliveries.status })
    .from(deliveries)
    .where(eq(deliveries.subscriptionId, subscriptionId))
    .orderBy(deliveries.id);
  return rows.map((row) => row.status);
}

describe("create", () => {
  test("answers with the secret once; neither reads nor lists hold it, and it rests encrypted", async () => {
    const ctx = await signedIn();
    const created = createdSubscriptionSchema.parse(await createSubscription(ctx, inputOf()));
    expect(created.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);

    const read = await getSubscription(ctx, created.id);
    const { data } = await listSubscriptions(ctx, listSubscriptionsQuerySchema.parse({}));
    expect(subscriptionSchema.strict().parse(read)).toEqual(read);
    expect(data).toEqual([read]);
    expect(JSON.stringify([read, data])).not.toContain(created.secret?.slice(6));

    const row = await storedRow(created.id);
    expect(JSON.stringify(row)).not.toContain(created.secret?.slice(6));
    expect(openSecret(created.id, row.secretCiphertext ?? "")).toBe(created.secret);
    // Bound to its own row: a ciphertext copied to another subscription opens nothing.
    expect(() => openSecret(randomUUID(), row.secretCiphertext ?? "")).toThrow();
  });

  test("fills in what was left out", async () => {
    const ctx = await signedIn();
    expect(await createSubscription(ctx, inputOf())).toMatchObject({
      name: "receiver.example",
      status: "active",
      isActive: true,
      subscriptionLevel: "organization",
      retryPolicy: "standard",
      retryDelaysSeconds: [5, 30, 120, 600, 1800],
      headerNames: [],
      dialect: null,
      maxInFlight: 32,
    });
  });

  test("keeps a secret and headers of the caller's own, the headers by name only", async () => {
    const ctx = await signedIn();
    const created = await createSubscription(
      ctx,
      inputOf({
        secret: "hunter2!",
        headers: { "X-Api-Key": "s3cr3t-value" },
        retryPolicy: { delaysSeconds: [1, 86_400] },
      }),
    );
    expect(created).toMatchObject({
      secret: "hunter2!",
      headerNames: ["X-Api-Key"],
      retryPolicy: { delaysSeconds: [1, 86_400] },
    });
    const row = await storedRow(created.id);
    expect(readHeaders(row)).toEqual({ "X-Api-Key": "s3cr3t-value" });
    expect(JSON.stringify([await getSubscription(ctx, created.id), row])).not.toContain("s3cr3t-value");
  });

  test.each([
    ["7 characters", "1234567", false],
    ["8 characters", "12345678", true],
    ["256 characters", "x".repeat(256), true],
    ["257 characters", "x".repeat(257), false],
  ])("a secret of %s", (_, secret, isAccepted) => {
    const { success, error } = createSubscriptionSchema.safeParse({ ...inputOf(), secret });
    expect(success).toBe(isAccepted);
    if (!success) expect(error?.issues[0]?.path).toEqual(["secret"]);
  });

  test.each([
    ["not a URL", { targetUrl: "receiver" }, "targetUrl"],
    ["another scheme", { targetUrl: "ftp://receiver.example/hook" }, "targetUrl"],
    ["the metadata address", { targetUrl: "http://169.254.169.254/latest" }, "targetUrl"],
    ["a private address", { targetUrl: "https://10.0.0.8/hook" }, "targetUrl"],
    ["credentials in the URL", { targetUrl: "https://me:pw@receiver.example/hook" }, "targetUrl"],
    ["our own address", { targetUrl: "http://localhost:3000/hook" }, "targetUrl"],
    ["a header of ours", { headers: { "X-Replify-Event": "x" } }, "headers.X-Replify-Event"],
    ["a header with a line break", { headers: { "X-Key": "a\r\nb" } }, "headers.X-Key"],
    ["another organization", { organizationId: 2_000_000_000 }, "organizationId"],
  ])("refuses %s, at its field, and stores nothing", async (_, given, path) => {
    const ctx = await signedIn();
    await expect(createSubscription(ctx, inputOf(given))).rejects.toMatchObject({
      code: "invalid",
      issues: [expect.objectContaining({ path })],
    });
    expect((await listSubscriptions(ctx, listSubscriptionsQuerySchema.parse({}))).data).toEqual([]);
  });

  test("needs the permission", async () => {
    const user = await createUser(await createOrganization(), { role: "viewer" });
    const ctx = createContext(user, { permissions: ["subscriptions:read"] });
    await expect(createSubscription(ctx, inputOf())).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("subscriptions:write"),
    });
  });
});

test("another organization's subscription does not exist, whatever is asked of it", async () => {
  const [owner, stranger] = [await signedIn(), await signedIn()];
  const { id } = await createSubscription(owner, inputOf());
  const asked = [
    getSubscription(stranger, id),
    getSubscriptionStats(stranger, id),
    assertSubscription(stranger, id),
    updateSubscription(stranger, id, { name: "Mine" }),
    pauseSubscription(stranger, id),
    resumeSubscription(stranger, id),
    disableSubscription(stranger, id, {
      reason: "gone",
      detail: "Gone",
      targetUrl: "https://receiver.example/hook",
    }),
    deleteSubscription(stranger, id),
  ];
  for (const result of await Promise.allSettled(asked)) {
    expect(result).toMatchObject({ status: "rejected", reason: { code: "not_found" } });
  }
  expect(await listSubscriptionStats(stranger, { ids: [id] })).toEqual([]);
  expect((await listSubscriptions(stranger, listSubscriptionsQuerySchema.parse({}))).data).toEqual([]);
  expect(await getSubscription(owner, id)).toMatchObject({ name: "receiver.example", status: "active" });
});

describe("pause and resume", () => {
  test("events are held while it is paused, and released once it is resumed", async () => {
    const ctx = await signedIn();
    const { id } = await createSubscription(ctx, inputOf());
    expect(await pauseSubscription(ctx, id)).toMatchObject({
      status: "paused",
      isActive: false,
      statusReason: "Paused by Ada",
    });
    await publishEvents(ctx, [TICKET, TICKET]);
    expect(await statusesOf(id)).toEqual(["held", "held"]);

    expect(await resumeSubscription(ctx, id)).toMatchObject({ status: "active", statusReason: null });
    expect(await statusesOf(id)).toEqual(["pending", "pending"]);
  });

  test("isActive of an update does the same", async () => {
    const ctx = await signedIn();
    const { id } = await createSubscription(ctx, inputOf());
    expect(await updateSubscription(ctx, id, { isActive: false })).toMatchObject({ status: "paused" });
    expect(await updateSubscription(ctx, id, { isActive: true })).toMatchObject({ status: "active" });
  });

  test("twice is once: the second writes no audit row", async () => {
    const ctx = await signedIn();
    const { id } = await createSubscription(ctx, inputOf());
    await pauseSubscription(ctx, id);
    await pauseSubscription(ctx, id);
    expect(await actionsOn(id)).toEqual(["subscription.created", "subscription.paused"]);
  });

  test("a disabled one says why and can be resumed", async () => {
    const ctx = await signedIn();
    const { id } = await createSubscription(ctx, inputOf());
    await disableSubscription(ctx, id, {
      reason: "gone",
      detail: "The target answered 410 Gone",
      targetUrl: "https://receiver.example/hook",
    });
    expect(await getSubscription(ctx, id)).toMatchObject({
      status: "disabled",
      statusReason: "The target answered 410 Gone",
    });
    expect(await resumeSubscription(ctx, id)).toMatchObject({ status: "active" });
  });
});

test("deleting cancels what waits, hides the subscription and keeps the log", async () => {
  const ctx = await signedIn();
  const { id } = await createSubscription(ctx, inputOf());
  await publishEvents(ctx, [TICKET]);
  await pauseSubscription(ctx, id);
  await publishEvents(ctx, [TICKET]);

  await deleteSubscription(ctx, id);

  expect(await statusesOf(id)).toEqual(["canceled", "canceled"]);
  await expect(getSubscription(ctx, id)).rejects.toMatchObject({ code: "not_found" });
  await expect(deleteSubscription(ctx, id)).rejects.toMatchObject({ code: "not_found" });
  expect((await publishEvents(ctx, [TICKET]))[0]?.deliveries).toBe(0);
});

describe("update", () => {
  test("changes what is given and nothing else, and logs the difference without header values", async () => {
    const ctx = await signedIn();
    const created = await createSubscription(
      ctx,
      inputOf({ name: "Orders", headers: { "X-Key": "old-value" } }),
    );
    const updated = await updateSubscription(
      ctx,
      created.id,
      updateSubscriptionSchema.parse({
        name: "Invoices",
        eventTypes: ["ticket.*"],
        headers: { "X-Key": "new-value" },
      }),
    );
    const { secret: _, ...before } = created;
    expect(updated).toEqual({ ...before, name: "Invoices", updatedAt: expect.any(String) });
    expect(readHeaders(await storedRow(created.id))).toEqual({ "X-Key": "new-value" });

    const [entry] = await database()
      .select({ changes: auditLog.changes })
      .from(auditLog)
      .where(and(eq(auditLog.targetId, created.id), eq(auditLog.action, "subscription.updated")));
    expect(JSON.parse(entry?.changes ?? "")).toEqual({
      name: { from: "Orders", to: "Invoices" },
      headers: { from: "changed", to: "changed" },
    });
  });

  test("a refused target leaves the old one in place", async () => {
    const ctx = await signedIn();
    const { id } = await createSubscription(ctx, inputOf());
    await expect(
      updateSubscription(ctx, id, { name: "New", targetUrl: "http://169.254.169.254/" }),
    ).rejects.toMatchObject({ issues: [{ path: "targetUrl" }] });
    expect(await getSubscription(ctx, id)).toMatchObject({
      name: "receiver.example",
      targetUrl: "https://receiver.example/hook",
    });
  });
});

test("every change leaves one audit row", async () => {
  const ctx = await signedIn();
  const { id } = await createSubscription(ctx, inputOf());
  await updateSubscription(ctx, id, { name: "Invoices" });
  await pauseSubscription(ctx, id);
  await resumeSubscription(ctx, id);
  await deleteSubscription(ctx, id);
  expect(await actionsOn(id)).toEqual([
    "subscription.created",
    "subscription.updated",
    "subscription.paused",
    "subscription.resumed",
    "subscription.deleted",
  ]);
});

describe("list", () => {
  test("filters by several statuses, by the events that are received, and by name or host", async () => {
    const ctx = await signedIn();
    const every = await createSubscription(ctx, inputOf({ name: "Everything", eventTypes: ["*"] }));
    const tickets = await createSubscription(ctx, inputOf({ name: "Tickets" }));
    const chats = await createSubscription(
      ctx,
      inputOf({ name: "Chats", eventTypes: ["chat.ended"], targetUrl: "https://chats.example/100%25" }),
    );
    await pauseSubscription(ctx, chats.id);
    await disableSubscription(ctx, tickets.id, {
      reason: "gone",
      detail: "410",
      targetUrl: "https://receiver.example/hook",
    });
    const names = async (query: object) =>
      (await listSubscriptions(ctx, listSubscriptionsQuerySchema.parse(query))).data.map((row) => row.name);

    expect(await names({})).toEqual(["Chats", "Tickets", "Everything"]);
    expect(await names({ status: "paused" })).toEqual(["Chats"]);
    expect(await names({ status: ["paused", "disabled"] })).toEqual(["Chats", "Tickets"]);
    expect(await names({ eventType: "ticket.created" })).toEqual(["Tickets", "Everything"]);
    expect(await names({ eventType: ["ticket.created", "chat.ended"] })).toEqual([
      "Chats",
      "Tickets",
      "Everything",
    ]);
    expect(await names({ q: "chats.exam" })).toEqual(["Chats"]);
    expect(await names({ q: "100%" })).toEqual(["Chats"]);
    expect(await names({ q: "_verything" })).toEqual([]);
    expect(every.status).toBe("active");
  });

  test("pages through all of them, newest first", async () => {
    const ctx = await signedIn();
    for (const name of ["A", "B", "C"]) await createSubscription(ctx, inputOf({ name }));
    const first = await listSubscriptions(ctx, listSubscriptionsQuerySchema.parse({ limit: 2 }));
    const second = await listSubscriptions(
      ctx,
      listSubscriptionsQuerySchema.parse({ limit: 2, cursor: first.nextCursor }),
    );
    expect([first, second].map((page) => page.data.map((row) => row.name))).toEqual([["C", "B"], ["A"]]);
    expect(second.nextCursor).toBeNull();
  });
});

test("stats cover 24 hours, count what waits, and come for several subscriptions at once", async () => {
  const hourMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  // In the middle of an hour, so that none ends while the test goes on.
  vi.useFakeTimers({ now: hourMs + HOUR_MS / 2, toFake: ["Date"] });
  const ctx = await signedIn();
  const busy = await createSubscription(ctx, inputOf());
  const idle = await createSubscription(ctx, inputOf({ eventTypes: ["chat.ended"] }));
  await publishEvents(ctx, [TICKET]);
  await database()
    .insert(subscriptionStats)
    .values([
      { subscriptionId: busy.id, hour: new Date(hourMs), succeeded: 3, failed: 1, durationMs: 200 },
      { subscriptionId: busy.id, hour: new Date(hourMs - 2 * HOUR_MS), succeeded: 1, durationMs: 50 },
      { subscriptionId: busy.id, hour: new Date(hourMs - 24 * HOUR_MS), succeeded: 99 },
    ]);

  const stats = await getSubscriptionStats(ctx, busy.id);
  expect(stats).toMatchObject({ succeeded: 4, failed: 1, averageMs: 50, pending: 1 });
  expect(stats.hours).toHaveLength(24);
  expect(stats.hours.at(-1)).toEqual({ hour: new Date(hourMs).toISOString(), succeeded: 3, failed: 1 });
  expect(stats.hours.at(-3)).toMatchObject({ succeeded: 1, failed: 0 });

  const listed = await listSubscriptionStats(ctx, { ids: [busy.id, idle.id, randomUUID()] });
  expect(new Map(listed.map((one) => [one.subscriptionId, one.succeeded]))).toEqual(
    new Map([
      [busy.id, 4],
      [idle.id, 0],
    ]),
  );
});
