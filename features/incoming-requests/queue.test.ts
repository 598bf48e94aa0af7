import { and, asc, eq, sql } from "drizzle-orm";
import postgres from "postgres";
import { beforeEach, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, incomingRequests } from "@/db/schema";
import { discardHeldRequests, discardRequest } from "@/features/incoming-requests/discard";
import { getIncomingRequest } from "@/features/incoming-requests/queries";
import { queueBudget } from "@/features/incoming-requests/queue";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { reprocessRequest, reprocessRequests } from "@/features/incoming-requests/reprocess";
import { drain, endMinute, makeWebhook, ticketsOf } from "@/features/incoming-requests/sent-requests";
import { signedCall } from "@/features/incoming-requests/signed-call";
import { getIncomingStats, getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import { rotateIncomingSecret } from "@/features/incoming-webhooks/rotation";
import type { CreatedIncomingWebhook } from "@/features/incoming-webhooks/schema";
import { deleteIncomingWebhook, updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import { SCHEMES } from "@/features/signatures/schemes/schemes";
import { signRequest } from "@/features/signatures/sign-request";
import type { Context } from "@/lib/context";
import { env } from "@/lib/env";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

function send(made: CreatedIncomingWebhook, subject: string, headers: Record<string, string> = {}) {
  return receiveRequest(signedCall(made, JSON.stringify({ subject }), { headers }));
}

/** What each was answered: `created`, `queued`. */
async function sendAll(made: CreatedIncomingWebhook, subjects: string[]) {
  const outcomes: unknown[] = [];
  for (const subject of subjects) outcomes.push((await send(made, subject)).body.outcome);
  return outcomes;
}

function numbered(count: number, from = 1): string[] {
  return Array.from({ length: count }, (_, index) => `no. ${from + index}`);
}

/** In the order in which they were made. */
async function subjects() {
  return (await ticketsOf(ctx)).toSorted((a, b) => a.number - b.number).map(({ subject }) => subject);
}

function rowsOf({ id }: { id: string }) {
  const own = eq(incomingRequests.webhookId, id);
  return database().select().from(incomingRequests).where(own).orderBy(asc(incomingRequests.id));
}

async function queued({ id }: { id: string }) {
  return (await getIncomingWebhook(ctx, id)).queuedRequests;
}

test("160 at a limit of 60 all become tickets, in order, once each, and no more than 60 a minute", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 60 });
  const all = numbered(160);
  const outcomes = await sendAll(made, all);
  expect(outcomes).toEqual([...Array(60).fill("created"), ...Array(100).fill("queued")]);
  expect(await queued(made)).toBe(100);

  // The minute is not over.
  expect(await drain(made)).toBeGreaterThan(0);
  expect(await subjects()).toEqual(all.slice(0, 60));
  await endMinute(made);
  expect(await drain(made)).toBeGreaterThan(0);
  expect(await subjects()).toEqual(all.slice(0, 120));
  await endMinute(made);
  expect(await drain(made)).toBeNull();
  expect(await subjects()).toEqual(all);
  expect(await getIncomingStats(ctx, made.id)).toMatchObject({ accepted: 160, duplicate: 0, rejected: 0 });
  const rows = await rowsOf(made);
  expect(new Set(rows.map(({ result }) => result))).toEqual(new Set(["accepted"]));
  expect(new Set(rows.map(({ ticketId }) => ticketId)).size).toBe(160);
}, 60_000);

test("what is answered names the request, whose row says where it stands and what became of it", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  await send(made, "first");
  const { status, body } = await send(made, "second");
  expect({ status, body }).toEqual({
    status: 202,
    body: { requestId: expect.any(String), action: "create_ticket", outcome: "queued" },
  });
  const id = String(body.requestId);
  const waiting = await getIncomingRequest(ctx, made.id, id);
  expect(waiting).toMatchObject({ result: "queued", statusCode: 202, ticket: null });
  expect(waiting.verdict).toContain("It is processed in its turn");
  await endMinute(made);
  await drain(made);
  const done = await getIncomingRequest(ctx, made.id, id);
  expect(done).toMatchObject({ result: "accepted", ticket: { subject: "second" }, secretUsed: "current" });
  expect(done.verdict).toMatch(/^Accepted: it led to ticket #2\. It waited \d+ s for its turn\./);
  expect(done.answer).toMatchObject({ requestId: id, outcome: "created", ticketId: done.ticket?.id });
  // It did what it would have done at once, so that nobody's choice is on record.
  expect(
    await database()
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.targetId, made.id), eq(auditLog.action, "incoming_request.reprocessed"))),
  ).toEqual([]);
});

test("with the budget spent the answer is 429 and says when to come again; it is counted, and nothing is done", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  const budget = queueBudget(made);
  expect(budget).toBe(10);
  const taken = numbered(1 + budget);
  await sendAll(made, taken);
  // A new minute has room for calls, but those that wait are as many as before.
  for (const isNewMinute of [false, true]) {
    if (isNewMinute) await endMinute(made);
    const refused = await send(made, "too much").catch((error: unknown) => error);
    expect(refused).toMatchObject({
      status: 429,
      reason: "rate_limited",
      headers: { "retry-after": expect.stringMatching(/^([1-9]|[1-5]\d|60)$/) },
    });
  }
  expect(await queued(made)).toBe(budget);
  expect(await getIncomingStats(ctx, made.id)).toMatchObject({ accepted: 1 + budget, rejected: 2 });
  for (let minute = 1; minute <= budget; minute++) {
    await endMinute(made);
    await drain(made);
  }
  expect(await subjects()).toEqual(taken);
  await endMinute(made);
  expect(await sendAll(made, ["again"])).toEqual(["created"]);
});

test("a new request does not overtake those that wait, although the limit has room", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 2 });
  await sendAll(made, numbered(4));
  await endMinute(made);
  expect(await sendAll(made, ["no. 5"])).toEqual(["queued"]);
  await drain(made);
  expect(await subjects()).toEqual(numbered(4));
  await endMinute(made);
  await drain(made);
  expect(await subjects()).toEqual(numbered(5));
  expect(await sendAll(made, ["no. 6"])).toEqual(["created"]);
});

test("two workers at once, in any mix, process each once, in order, and waste nothing of the limit", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 20 });
  const all = numbered(50);
  await sendAll(made, all);
  for (const done of [40, 50]) {
    await endMinute(made);
    await Promise.all([drain(made), drain(made), drain(made)]);
    expect(await subjects()).toEqual(all.slice(0, done));
  }
});

test("a worker that is killed in the middle of one leaves it to be done again, and nothing is doubled", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 3 });
  const all = numbered(6);
  await sendAll(made, all);
  await endMinute(made);
  const fifth = (await rowsOf(made))[4]?.id ?? "";
  const other = postgres(env.DATABASE_URL, { max: 1 });
  const holder = await other.reserve();
  await holder`begin`;
  await holder`select 1 from incoming_requests where id = ${fifth} for update`;
  const [{ pid } = { pid: 0 }] = await holder<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const draining = drain(made);
  // The connection of whoever waits for that row, as it ends with its process.
  const kill = async () =>
    (
      await database().execute<{ killed: boolean }>(sql`
      select pg_terminate_backend(pid) as killed from pg_stat_activity where ${pid} = any(pg_blocking_pids(pid))`)
    ).length;
  await vi.waitFor(async () => expect(await kill()).toBe(1), { timeout: 20_000, interval: 20 });
  expect(await subjects()).toEqual(all.slice(0, 4));
  await holder`rollback`;
  holder.release();
  await other.end();
  await draining;
  await endMinute(made);
  await drain(made);
  expect(await subjects()).toEqual(all);
});

test("repeats of one that waits are answered as it was, and with what it led to afterwards", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  await send(made, "first");
  const key = { "idempotency-key": "k" };
  const first = await send(made, "second", key);
  expect(await send(made, "second", key)).toEqual({ status: 200, body: first.body });
  await expect(send(made, "another", key)).rejects.toMatchObject({ code: "idempotency_key_reused" });
  expect((await rowsOf(made)).map(({ result }) => result)).toEqual([
    "accepted",
    "queued",
    "duplicate",
    "rejected",
  ]);
  await endMinute(made);
  await drain(made);
  expect(await subjects()).toEqual(["first", "second"]);
  expect((await send(made, "second", key)).body).toMatchObject({
    requestId: first.body.requestId,
    outcome: "created",
  });
});

test("copies that come at once wait as one", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  await send(made, "first");
  const key = { "idempotency-key": "k" };
  const answers = await Promise.all(Array.from({ length: 8 }, () => send(made, "second", key)));
  expect(new Set(answers.map(({ body }) => body.requestId)).size).toBe(1);
  expect(await queued(made)).toBe(1);
});

test("one that turns out to be of no use is refused with its reason, and its key is free for the next try", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 2, mapping: { subject: "title" } });
  const key = { "idempotency-key": "k" };
  for (let request = 1; request <= 2; request++)
    await receiveRequest(signedCall(made, JSON.stringify({ title: `no. ${request}` })));
  const { body } = await send(made, "no title", key);
  expect(body.outcome).toBe("queued");
  await endMinute(made);
  await drain(made);
  expect(await getIncomingRequest(ctx, made.id, String(body.requestId))).toMatchObject({
    result: "rejected",
    reason: "unusable_payload",
  });
  expect(await getIncomingStats(ctx, made.id)).toMatchObject({ accepted: 2, rejected: 1 });
  await updateIncomingWebhook(ctx, made.id, { mapping: {} });
  const retries = await Promise.all([send(made, "no title", key), send(made, "no title", key)]);
  expect(new Set(retries.map((retry) => retry.body.requestId)).size).toBe(1);
  expect(retries[0]?.body.requestId).not.toBe(body.requestId);
  await endMinute(made);
  await drain(made);
  expect((await subjects()).filter((subject) => subject === "no title")).toHaveLength(1);
  // The first copy of it is then a repeat.
  const looked = await reprocessRequest(ctx, made.id, String(body.requestId));
  expect(looked.data).toMatchObject([{ result: "duplicate" }]);
});

test("a pause stops the line, holds what comes, and a resume goes on in the order in which all came", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 2, holdWhilePaused: true });
  await sendAll(made, numbered(4));
  await updateIncomingWebhook(ctx, made.id, { status: "paused" });
  await endMinute(made);
  expect(await drain(made)).toBeNull();
  expect((await send(made, "no. 5")).body).toMatchObject({ status: "held" });
  expect(await subjects()).toEqual(numbered(2));
  await updateIncomingWebhook(ctx, made.id, { status: "active" });
  expect(await sendAll(made, ["no. 6"])).toEqual(["queued"]);
  for (let minute = 1; minute <= 2; minute++) {
    await endMinute(made);
    await drain(made);
  }
  expect(await subjects()).toEqual(numbered(6));
});

test("what was held may stay for later, and the line goes on", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1, holdWhilePaused: true });
  await sendAll(made, numbered(2));
  await updateIncomingWebhook(ctx, made.id, { status: "paused" });
  await send(made, "held");
  await updateIncomingWebhook(ctx, made.id, { status: "active", processHeld: false });
  await endMinute(made);
  await drain(made);
  expect(await subjects()).toEqual(numbered(2));
  expect(await getIncomingWebhook(ctx, made.id)).toMatchObject({ heldRequests: 1, queuedRequests: 0 });
  await endMinute(made);
  expect(await sendAll(made, ["no. 3"])).toEqual(["created"]);
});

test("a rotated secret, another mapping and a smaller limit count from now on, and lose nothing", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 2 });
  await sendAll(made, numbered(4));
  await rotateIncomingSecret(ctx, made.id, { overlapSeconds: 0 });
  await updateIncomingWebhook(ctx, made.id, { ratePerMinute: 1, defaults: { priority: "high" } });
  await endMinute(made);
  await drain(made);
  expect(await subjects()).toEqual(numbered(3));
  await endMinute(made);
  await drain(made);
  expect((await ticketsOf(ctx)).map(({ priority }) => priority)).toEqual([
    "normal",
    "normal",
    "high",
    "high",
  ]);
});

test("with the webhook the promise goes, and the row says so", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  await send(made, "first");
  const { body } = await send(made, "second");
  await deleteIncomingWebhook(ctx, made.id);
  await endMinute(made);
  expect(await drain(made)).toBeNull();
  const { verdict } = await getIncomingRequest(ctx, made.id, String(body.requestId));
  expect(verdict).toMatch(/^Queued: .* It was never processed: the webhook was deleted\.$/);
});

test("one can be taken or discarded by hand, and all be discarded, but not all be taken before their turn", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  await send(made, "first");
  const ids: string[] = [];
  for (const subject of numbered(4)) ids.push(String((await send(made, subject)).body.requestId));
  const all = await reprocessRequests(ctx, made.id, { limit: 100 });
  expect(all.data).toEqual([]);
  expect((await reprocessRequest(ctx, made.id, ids[1] ?? "")).data).toMatchObject([{ result: "accepted" }]);
  expect(await discardRequest(ctx, made.id, ids[0] ?? "")).toMatchObject({ reason: "discarded" });
  const { newestHeldId } = await getIncomingWebhook(ctx, made.id);
  expect(newestHeldId).toBe(ids[3]);
  expect(await discardHeldRequests(ctx, made.id, { upToId: newestHeldId ?? "" })).toMatchObject({
    discarded: 2,
  });
  await endMinute(made);
  expect(await drain(made)).toBeNull();
  expect(await subjects()).toEqual(["first", "no. 2"]);
});

test("one that fails by a fault of ours is passed after a second try, and tried again later", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  await sendAll(made, numbered(3));
  const [, second] = await rowsOf(made);
  // As no sender could have sent it.
  await database()
    .update(incomingRequests)
    .set({ headers: sql`'null'::jsonb` })
    .where(eq(incomingRequests.id, second?.id ?? ""));
  for (let minute = 1; minute <= 2; minute++) {
    await endMinute(made);
    await drain(made);
  }
  expect(await subjects()).toEqual(["no. 1", "no. 3"]);
  await endMinute(made);
  expect(await sendAll(made, ["no. 4"])).toEqual(["created"]);
  await database()
    .update(incomingRequests)
    .set({ headers: {}, processedAt: sql`now() - interval '2 minutes'` })
    .where(eq(incomingRequests.id, second?.id ?? ""));
  await endMinute(made);
  await drain(made);
  expect(await subjects()).toEqual(["no. 1", "no. 3", "no. 4", "no. 2"]);
});

test("what nobody signed takes no place, however much comes; a credential counts as signed", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  await send(made, "first");
  const forged = Array.from({ length: 40 }, (_, index) =>
    receiveRequest(signedCall(made, JSON.stringify({ subject: `forged ${index}` }), { secret: "no" })),
  );
  for (const { status } of await Promise.allSettled(forged)) expect(status).toBe("rejected");
  expect(await queued(made)).toBe(0);
  expect(await sendAll(made, numbered(10))).toEqual(Array(10).fill("queued"));

  const secret = "a secret of theirs";
  const bearer = await makeWebhook(ctx, { ratePerMinute: 1, signature: { type: "bearer" }, secret });
  const call = (subject: string, authorization: string) => ({
    ...signedCall(bearer, JSON.stringify({ subject })),
    headers: { authorization },
  });
  await receiveRequest(call("bearer 1", `Bearer ${secret}`));
  await expect(receiveRequest(call("forged", "Bearer no"))).rejects.toMatchObject({ status: 401 });
  expect((await receiveRequest(call("bearer 2", `Bearer ${secret}`))).body.outcome).toBe("queued");
  await endMinute(bearer);
  await drain(bearer);
  expect(await subjects()).toEqual(["first", "bearer 1", "bearer 2"]);
});

test("test calls and what can't be read are answered at once, and people who wait for words get them", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1, sender: "slack" });
  const sendSlack = (body: Buffer) =>
    receiveRequest({
      key: made.url.split("/").at(-1) ?? "",
      headers: signRequest(SCHEMES.slack, { secret: made.secret, body, nowMs: Date.now() }),
      body,
      bodyBytes: body.length,
      ip: "203.0.113.7",
    });
  const say = (payload: object) => sendSlack(Buffer.from(JSON.stringify(payload)));
  await say({ subject: "first" });
  expect((await say({ subject: "second" })).body.outcome).toBe("queued");
  expect((await say({ type: "url_verification", challenge: "c" })).body).toEqual({ challenge: "c" });
  await expect(sendSlack(Buffer.from("{"))).rejects.toMatchObject({ reason: "malformed_json" });
  const command = { subject: "third", response_url: "https://hooks.slack.com/x" };
  expect(await say(command)).toMatchObject({ status: 200, body: { response_type: "ephemeral" } });
  expect(await queued(made)).toBe(2);
});
