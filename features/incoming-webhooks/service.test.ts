import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { SENDERS } from "@/db/enums";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, incomingRequests, tickets } from "@/db/schema";
import { listIncomingRequests } from "@/features/incoming-requests/queries";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { listIncomingRequestsQuerySchema } from "@/features/incoming-requests/schema";
import { sendTestRequest } from "@/features/incoming-requests/send-test";
import { drain } from "@/features/incoming-requests/sent-requests";
import {
  getIncomingStats,
  getIncomingWebhook,
  listIncomingStats,
  listIncomingWebhooks,
} from "@/features/incoming-webhooks/queries";
import { rotateIncomingSecret } from "@/features/incoming-webhooks/rotation";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
  listIncomingWebhooksQuerySchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook, updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import { SCHEMES, schemeOf } from "@/features/signatures/schemes/schemes";
import { signRequest } from "@/features/signatures/sign-request";
import type { Context } from "@/lib/context";
import { HOUR_MS } from "@/lib/time";

let ctx: Context;
let stranger: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
  stranger = createContext(await createUser(await createOrganization()));
});

function webhook(more: object = {}): Promise<CreatedIncomingWebhook> {
  const input = { name: "Crash reporter", action: "create_ticket", ...more };
  return createIncomingWebhook(ctx, createIncomingWebhookSchema.parse(input));
}

function send(made: CreatedIncomingWebhook, payload: object) {
  const body = Buffer.from(JSON.stringify(payload));
  return receiveRequest({
    key: made.url.split("/").at(-1) ?? "",
    headers: {
      "idempotency-key": randomUUID(),
      ...signRequest(schemeOf(made), { secret: made.secret, url: made.url, body, nowMs: Date.now() }),
    },
    url: made.url,
    body,
    bodyBytes: body.length,
    ip: null,
  });
}

function list(query: object = {}, context = ctx) {
  return listIncomingWebhooks(context, listIncomingWebhooksQuerySchema.parse(query));
}

async function requestsOf(id: string) {
  return (await listIncomingRequests(ctx, id, listIncomingRequestsQuerySchema.parse({}))).data;
}

async function subjects() {
  const rows = await database()
    .select({ subject: tickets.subject })
    .from(tickets)
    .where(eq(tickets.organizationId, ctx.organizationId))
    .orderBy(tickets.number);
  return rows.map(({ subject }) => subject);
}

describe("the secret's hint", () => {
  test("tells the end of the secret in lists, and changes with a rotation", async () => {
    const made = await webhook();
    const hint = `whsec_…${made.secret.slice(-4)}`;
    expect((await list()).data).toMatchObject([{ id: made.id, secretHint: hint }]);
    const rotated = await rotateIncomingSecret(ctx, made.id, { overlapSeconds: 60 });
    expect((await getIncomingWebhook(ctx, made.id)).secretHint).toBe(`whsec_…${rotated.secret.slice(-4)}`);
  });

  test("gives little of a short secret away", async () => {
    expect(await webhook({ secret: "12345678" })).toMatchObject({ secretHint: "…78" });
  });
});

describe("the list", () => {
  test("is filtered by status, action and a part of the name or the URL, and is one's own", async () => {
    const [crash, deploy] = [await webhook(), await webhook({ name: "Deploys", action: "add_comment" })];
    await updateIncomingWebhook(ctx, crash.id, { status: "paused" });
    const ids = async (query: object, context = ctx) => (await list(query, context)).data.map(({ id }) => id);
    expect(await ids({ status: "paused" })).toEqual([crash.id]);
    expect(await ids({ status: ["paused", "active"] })).toEqual([deploy.id, crash.id]);
    expect(await ids({ action: ["add_comment", "update_status"] })).toEqual([deploy.id]);
    expect(await ids({ q: "deploy" })).toEqual([deploy.id]);
    expect(await ids({ q: crash.url })).toEqual([crash.id]);
    expect(await ids({}, stranger)).toEqual([]);
  });

  test("has the counts of many webhooks in one answer, and no stranger's", async () => {
    const [busy, idle] = [await webhook(), await webhook()];
    await send(busy, { subject: "one" });
    await send(busy, { subject: "two" });
    const stats = await listIncomingStats(ctx, [busy.id, idle.id]);
    expect(stats.find(({ webhookId }) => webhookId === busy.id)).toMatchObject({ accepted: 2, rejected: 0 });
    expect(stats.find(({ webhookId }) => webhookId === idle.id)).toMatchObject({ accepted: 0 });
    expect(stats.every(({ hours }) => hours.length === 24)).toBe(true);
    expect(await listIncomingStats(stranger, [busy.id])).toEqual([]);
  });
});

test("p95 is of what senders waited for in the last 24 hours", async () => {
  const made = await webhook();
  const row = (durationMs: number, more: object = {}) => ({
    id: uuidv7(),
    organizationId: ctx.organizationId,
    webhookId: made.id,
    result: "accepted" as const,
    statusCode: 202,
    answer: "{}",
    headers: {},
    body: Buffer.from("{}"),
    bodyBytes: 2,
    durationMs,
    ...more,
  });
  expect((await getIncomingStats(ctx, made.id)).p95Ms).toBeNull();
  const durations = Array.from({ length: 20 }, (_, index) => row(index + 1));
  const yesterday = uuidv7({ msecs: Date.now() - 25 * HOUR_MS });
  const others = [row(500, { replayOf: made.id }), row(900, { id: yesterday })];
  await database()
    .insert(incomingRequests)
    .values([...durations, ...others]);
  expect((await getIncomingStats(ctx, made.id)).p95Ms).toBe(19);
});

describe("a test request", () => {
  test.each(SENDERS.filter((sender) => !SCHEMES[sender].isOnlySenders))(
    "of %s makes a ticket through the front door",
    async (signatureScheme) => {
      const made = await webhook({ signatureScheme, mapping: { subject: "any.path.0" } });
      const tested = await sendTestRequest(ctx, made.id);
      expect(tested).toMatchObject({ statusCode: 202, answer: { action: "create_ticket" } });
      expect(await requestsOf(made.id)).toMatchObject([{ id: tested.requestId, result: "accepted" }]);
    },
  );

  test("that is refused tells what a sender would be told, and where it is logged", async () => {
    const made = await webhook({ action: "update_status" });
    const tested = await sendTestRequest(ctx, made.id);
    expect(tested).toMatchObject({
      statusCode: 422,
      answer: { detail: expect.stringContaining("ticketId") },
    });
    expect(await requestsOf(made.id)).toMatchObject([{ id: tested.requestId, reason: "unusable_payload" }]);
    await send(await webhook(), { subject: "Now there is one" });
    expect(await sendTestRequest(ctx, made.id)).toMatchObject({ statusCode: 202 });
  });

  test("is nothing for strangers", async () => {
    await expect(sendTestRequest(stranger, (await webhook()).id)).rejects.toThrow("No such");
  });
});

describe("what a paused webhook holds", () => {
  test("is processed in order once it resumes, and what can't be used is refused with its reason", async () => {
    const made = await webhook({ holdWhilePaused: true });
    const other = await webhook({ holdWhilePaused: true });
    for (const { id } of [made, other]) await updateIncomingWebhook(ctx, id, { status: "paused" });
    await send(made, { subject: "one" });
    await send(made, { nothing: "of use" });
    await send(made, { subject: "two" });
    await send(other, { subject: "still held" });
    await drain(made);
    expect(await subjects()).toEqual([]);

    await updateIncomingWebhook(ctx, made.id, { status: "active" });
    await Promise.all([drain(made), drain(made), drain(other)]);
    expect(await subjects()).toEqual(["one", "two"]);
    expect((await requestsOf(made.id)).map(({ result, reason }) => [result, reason])).toEqual([
      ["accepted", null],
      ["rejected", "unusable_payload"],
      ["accepted", null],
    ]);
    expect(await getIncomingWebhook(ctx, made.id)).toMatchObject({ heldRequests: 0 });
    expect(await getIncomingWebhook(ctx, other.id)).toMatchObject({ heldRequests: 1 });
  });

  test("goes on after a batch", async () => {
    const made = await webhook({ holdWhilePaused: true });
    await updateIncomingWebhook(ctx, made.id, { status: "paused" });
    for (let index = 0; index < 60; index++) await send(made, { subject: String(index) });
    await updateIncomingWebhook(ctx, made.id, { status: "active" });
    await drain(made);
    expect(await subjects()).toEqual(Array.from({ length: 60 }, (_, index) => String(index)));
  });
});

test("a pause says since when, by whom and why, until it ends", async () => {
  const { id } = await webhook();
  const paused = await updateIncomingWebhook(ctx, id, {
    status: "paused",
    pauseNote: "The sender floods us",
  });
  expect(paused.paused).toEqual({
    at: expect.any(String),
    by: ctx.actor.name,
    note: "The sender floods us",
  });
  const renamed = await updateIncomingWebhook(ctx, id, { name: "Renamed" });
  expect(renamed.paused).toEqual(paused.paused);
  expect((await updateIncomingWebhook(ctx, id, { status: "active" })).paused).toBeNull();
  const rows = await database().select().from(auditLog).where(eq(auditLog.targetId, id)).orderBy(auditLog.id);
  expect(rows.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      "incoming_webhook.paused",
      "incoming_webhook.updated",
      "incoming_webhook.resumed",
    ]),
  );
});

describe("settings that can't work", () => {
  test.each([
    ["a timestamp that GitHub does not sign", { signatureScheme: "github", requireTimestamp: true }],
    ["half a Standard Webhooks secret", { signatureScheme: "standard_webhooks", secret: "whsec_!!" }],
  ])("%s is refused", (_, more) => {
    const input = { name: "x", action: "create_ticket", ...more };
    expect(createIncomingWebhookSchema.safeParse(input).success).toBe(false);
  });

  test("are refused as changes, too", async () => {
    const { id } = await webhook({ secret: "whsec_short" });
    await expect(updateIncomingWebhook(ctx, id, { signatureScheme: "standard_webhooks" })).rejects.toThrow(
      "base64",
    );
    await updateIncomingWebhook(ctx, id, { requireTimestamp: true });
    await expect(updateIncomingWebhook(ctx, id, { signatureScheme: "shopify" })).rejects.toThrow("timestamp");
    const standard = await webhook({ signatureScheme: "standard_webhooks" });
    const half = { overlapSeconds: 0, secret: "whsec_half" };
    await expect(rotateIncomingSecret(ctx, standard.id, half)).rejects.toThrow("base64");
  });
});
