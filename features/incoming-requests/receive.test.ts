import { createHmac, randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { events, incomingRequests, tickets } from "@/db/schema";
import { listCustomers } from "@/features/customers/queries";
import { listCustomersQuerySchema } from "@/features/customers/schema";
import { hopsProof } from "@/features/deliveries/hops-proof";
import { getIncomingRequest, listIncomingRequests } from "@/features/incoming-requests/queries";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { reprocessRequest, reprocessRequests } from "@/features/incoming-requests/reprocess";
import { listIncomingRequestsQuerySchema } from "@/features/incoming-requests/schema";
import { getIncomingStats } from "@/features/incoming-webhooks/queries";
import { rotateIncomingSecret } from "@/features/incoming-webhooks/rotation";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import {
  createIncomingWebhook,
  deleteIncomingWebhook,
  updateIncomingWebhook,
} from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";

const ALL = { limit: 100 };
const PRINTER = { subject: "Printer on fire", customer: { email: "dana@example.com" } };

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

async function webhook(more: object = {}): Promise<CreatedIncomingWebhook> {
  const input = createIncomingWebhookSchema.parse({
    name: "Crash reporter",
    action: "create_ticket",
    ...more,
  });
  return createIncomingWebhook(ctx, input);
}

interface Sending {
  url: string;
  secret: string;
  payload?: unknown;
  headers?: Record<string, string>;
  ip?: string;
}

function send({ url, secret, payload = PRINTER, headers = {}, ip = "203.0.113.7" }: Sending) {
  const body = Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload));
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return receiveRequest({
    key: url.split("/").at(-1) ?? "",
    headers: { "x-replify-signature": `sha256=${signature}`, ...headers },
    body,
    bodyBytes: body.length,
    ip,
  });
}

/** As they stand on a delivery of ours. */
function hopsHeaders(hops: number): Record<string, string> {
  const parts = { hops, deliveryId: randomUUID(), timestamp: Math.floor(Date.now() / 1000) };
  return { "x-replify-hops": String(hops), "x-replify-hops-proof": hopsProof(parts) };
}

async function requestsOf(id: string) {
  return (await listIncomingRequests(ctx, id, listIncomingRequestsQuerySchema.parse({}))).data;
}

function ticketsOf(context: Context) {
  return database()
    .select()
    .from(tickets)
    .where(eq(tickets.organizationId, context.organizationId))
    .orderBy(tickets.id);
}

describe("a signed request", () => {
  test("makes a ticket, its events and a row that leads to it", async () => {
    const made = await webhook();
    const answer = await send(made);
    expect(answer).toMatchObject({ status: 202, body: { action: "create_ticket" } });
    const [ticket] = await ticketsOf(ctx);
    expect(ticket).toMatchObject({
      subject: "Printer on fire",
      source: "incoming_webhook",
      requestId: answer.body.requestId,
    });
    const told = await database()
      .select({ type: events.type, requestId: events.requestId })
      .from(events)
      .where(and(eq(events.organizationId, ctx.organizationId), eq(events.type, "ticket.created")))
      .orderBy(events.id);
    expect(told).toEqual([{ type: "ticket.created", requestId: answer.body.requestId }]);
    const [row] = await requestsOf(made.id);
    expect(row).toMatchObject({
      result: "accepted",
      statusCode: 202,
      ticket: { number: 1 },
      secretUsed: "current",
    });
    expect(await getIncomingStats(ctx, made.id)).toMatchObject({ accepted: 1, rejected: 0 });
  });

  test("sent 50 times at once with one key makes one ticket, and every copy gets its answer", async () => {
    const made = await webhook();
    const headers = { "idempotency-key": randomUUID() };
    const answers = await Promise.all(Array.from({ length: 50 }, () => send({ ...made, headers })));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await ticketsOf(ctx)).toHaveLength(1);
    expect(await getIncomingStats(ctx, made.id)).toMatchObject({ accepted: 1, duplicate: 49 });
  });

  test("without a key is accepted again, and marked as a possible replay", async () => {
    const made = await webhook();
    await send(made);
    await send(made);
    expect((await requestsOf(made.id)).map(({ isPossibleReplay }) => isPossibleReplay)).toEqual([
      true,
      false,
    ]);
    expect(await ticketsOf(ctx)).toHaveLength(2);
  });

  test("is taken whatever number of hops somebody wrote on it, and marked", async () => {
    const made = await webhook();
    await send({ ...made, headers: { "x-replify-hops": "3" } });
    const { "x-replify-hops-proof": proof = "" } = hopsHeaders(1);
    await send({ ...made, headers: { "x-replify-hops": "3", "x-replify-hops-proof": proof } });
    const rows = await requestsOf(made.id);
    expect(rows).toMatchObject([
      { result: "accepted", hops: 0, unprovenHops: 3 },
      { result: "accepted", hops: 0, unprovenHops: 3 },
    ]);
    expect((await getIncomingRequest(ctx, made.id, rows[0]?.id ?? "")).verdict).toContain(
      "Its X-Replify-Hops says 3, but nothing proves",
    );
  });

  test("is mapped from a payload of the sender's own shape", async () => {
    const made = await webhook({
      mapping: {
        subject: "{{repository.name}}: {{issue.title}}",
        "customer.email": "issue.user.email",
        tags: "issue.labels",
      },
      defaults: { priority: "high" },
    });
    await send({
      ...made,
      payload: {
        issue: { title: "It broke", labels: ["bug"], user: { email: "x@example.com" } },
        repository: { name: "shop" },
      },
    });
    expect((await ticketsOf(ctx))[0]).toMatchObject({
      subject: "shop: It broke",
      priority: "high",
      tags: ["bug"],
    });
  });

  test("adds comments and sets the status by the ticket's number", async () => {
    await send(await webhook());
    await send({
      ...(await webhook({ action: "add_comment" })),
      payload: { ticketId: "#1", body: "Still burning" },
    });
    await send({
      ...(await webhook({ action: "update_status" })),
      payload: { ticketId: 1, status: "resolved" },
    });
    expect((await ticketsOf(ctx))[0]).toMatchObject({ commentCount: 1, status: "resolved" });
  });
});

describe("a refused request", () => {
  test.each([
    ["forged", { secret: "another secret" }, "wrong", "bad_signature"],
    ["unsigned", { headers: { "x-replify-signature": "" } }, "wrong", "missing_signature"],
    ["from elsewhere", { ip: "198.51.100.1" }, "not allowed", "ip_not_allowed"],
    ["of no use", { payload: { body: "no subject" } }, "subject", "unusable_payload"],
    ["that is no JSON", { payload: "subject=x" }, "JSON", "malformed_json"],
    ["that goes round in circles", { headers: hopsHeaders(3) }, "loop", "loop"],
  ])("%s changes nothing and is kept with its reason", async (_, change, text, reason) => {
    const made = await webhook({ allowedCidrs: ["203.0.113.0/24"] });
    await expect(send({ ...made, ...change })).rejects.toThrow(text);
    expect(await ticketsOf(ctx)).toEqual([]);
    expect(await requestsOf(made.id)).toMatchObject([{ result: "rejected", reason }]);
  });

  test("is accepted once the secret is right", async () => {
    const made = await webhook();
    await expect(send({ ...made, secret: "the sender's own" })).rejects.toThrow();
    const [row] = await requestsOf(made.id);
    expect(await reprocessRequest(ctx, made.id, row?.id ?? "")).toMatchObject({
      data: [{ result: "rejected" }],
    });
    await rotateIncomingSecret(ctx, made.id, { overlapSeconds: 60, secret: "the sender's own" });
    expect(await reprocessRequest(ctx, made.id, row?.id ?? "")).toMatchObject({
      data: [{ result: "accepted" }],
    });
    await expect(reprocessRequest(ctx, made.id, row?.id ?? "")).rejects.toThrow("processed already");
    expect(await ticketsOf(ctx)).toHaveLength(1);
  });

  test("and others like it are accepted in one go once the mapping is right", async () => {
    const made = await webhook();
    for (const title of ["one", "two", "three"])
      await expect(send({ ...made, payload: { title } })).rejects.toThrow();
    await updateIncomingWebhook(ctx, made.id, { mapping: { subject: "title" } });
    const { data } = await reprocessRequests(ctx, made.id, ALL);
    expect(data.map(({ result }) => result)).toEqual(["accepted", "accepted", "accepted"]);
    expect((await ticketsOf(ctx)).map(({ subject }) => subject)).toEqual(["one", "two", "three"]);
  });

  test("is answered 404 when the webhook is unknown or deleted, alike", async () => {
    const made = await webhook();
    await deleteIncomingWebhook(ctx, made.id);
    const messages = await Promise.all(
      [made, { ...made, url: "http://x/nobody-knows-this-key-at-all" }].map((one) =>
        send(one).catch((error: Error) => error.message),
      ),
    );
    expect(new Set(messages).size).toBe(1);
  });
});

test("during a rotation both secrets verify, and the log says which did", async () => {
  const made = await webhook();
  const rotated = await rotateIncomingSecret(ctx, made.id, { overlapSeconds: 60 });
  await send({ ...made, headers: { "idempotency-key": "old" } });
  await send({ ...rotated, headers: { "idempotency-key": "new" } });
  expect((await requestsOf(made.id)).map(({ secretUsed }) => secretUsed)).toEqual(["current", "previous"]);
  expect(await getIncomingStats(ctx, made.id)).toMatchObject({ onPreviousSecret: 1 });
  await database().execute(
    `update incoming_webhooks set previous_secret_expires_at = now() - interval '1 second' where id = '${made.id}'`,
  );
  await expect(send(made)).rejects.toThrow();
});

test("a paused webhook asks to come back later, or holds until it resumes", async () => {
  const [refusing, holding] = [await webhook(), await webhook({ holdWhilePaused: true })];
  for (const { id } of [refusing, holding]) await updateIncomingWebhook(ctx, id, { status: "paused" });
  await expect(send(refusing)).rejects.toMatchObject({
    status: 503,
    headers: { "retry-after": expect.any(String) },
  });
  expect(await send(holding)).toMatchObject({ status: 202, body: { status: "held" } });
  expect(await ticketsOf(ctx)).toEqual([]);
  await updateIncomingWebhook(ctx, holding.id, { status: "active" });
  await reprocessRequests(ctx, holding.id, ALL);
  expect(await ticketsOf(ctx)).toHaveLength(1);
});

test("another organization sees none of it", async () => {
  const made = await webhook();
  await send(made);
  const [row] = await requestsOf(made.id);
  const stranger = createContext(await createUser(await createOrganization()));
  await expect(
    listIncomingRequests(stranger, made.id, listIncomingRequestsQuerySchema.parse({})),
  ).rejects.toThrow("No such");
  await expect(getIncomingRequest(stranger, made.id, row?.id ?? "")).rejects.toThrow("No such");
  await expect(reprocessRequest(stranger, made.id, row?.id ?? "")).rejects.toThrow("No such");
  await expect(updateIncomingWebhook(stranger, made.id, { status: "paused" })).rejects.toThrow("No such");
});

test("what is kept has the bytes as they came, and no credentials", async () => {
  const made = await webhook();
  const payload = '{"subject": "Spaces  stay",\n"n":12345678901234567890}';
  const credentials = {
    authorization: "Bearer 0123456789abcdef",
    "x-gitlab-token": "0123456789abcdef",
    "x-telegram-bot-api-secret-token": "0123456789abcdef",
    "x-amz-security-token": "0123456789abcdef",
  };
  await send({ ...made, payload, headers: credentials });
  const [row] = await requestsOf(made.id);
  const detail = await getIncomingRequest(ctx, made.id, row?.id ?? "");
  expect(detail.body).toBe(payload);
  expect(detail.headers).toMatchObject({
    authorization: "Bearer ••••cdef",
    "x-gitlab-token": "••••cdef",
    "x-telegram-bot-api-secret-token": "••••cdef",
    "x-amz-security-token": "••••cdef",
    "x-replify-signature": expect.stringMatching(/^sha256=[0-9a-f]{64}$/),
  });
  const [stored] = await database().select().from(incomingRequests).where(eq(incomingRequests.id, detail.id));
  expect(JSON.stringify(stored)).not.toContain(made.secret);
  expect(JSON.stringify(stored)).not.toContain("0123456789abcdef");
});

test("guests whom the sender's shop calls 0 stay two people; empty fields and numeric ids are no fault", async () => {
  const hook = await webhook();
  for (const customer of [
    { externalId: 0, email: "a@example.com", phone: null },
    { externalId: "0", email: "b@example.com", name: "" },
    { externalId: 4711, email: "" },
  ])
    expect(await send({ ...hook, payload: { subject: "Hi", customer } })).toMatchObject({ status: 202 });
  const { data } = await listCustomers(ctx, listCustomersQuerySchema.parse({}));
  expect(data.map(({ email, externalIds }) => [email, externalIds]).toReversed()).toEqual([
    ["a@example.com", []],
    ["b@example.com", []],
    [null, ["4711"]],
  ]);
});
