import { and, eq, sql } from "drizzle-orm";
import postgres from "postgres";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog } from "@/db/schema";
import { getIncomingRequest } from "@/features/incoming-requests/queries";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { reprocessRequest } from "@/features/incoming-requests/reprocess";
import { drain, endMinute, makeWebhook, sendBytes } from "@/features/incoming-requests/sent-requests";
import {
  numbered,
  queuedAt,
  requestsOf,
  sendSubject,
  sendSubjects,
  subjectsOf,
} from "@/features/incoming-requests/sent-subjects";
import { signedCall } from "@/features/incoming-requests/signed-call";
import { getIncomingStats } from "@/features/incoming-webhooks/queries";
import { queueBudget } from "@/features/incoming-webhooks/queue-budget";
import { updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import { SCHEMES } from "@/features/signatures/schemes/schemes";
import { signRequest } from "@/features/signatures/sign-request";
import type { Context } from "@/lib/context";
import { env } from "@/lib/env";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

test("160 at a limit of 60 all become tickets, in order, once each, and no more than 60 a minute", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 60 });
  const all = numbered(160);
  const outcomes = await sendSubjects(made, all.slice(0, 1));
  // A minute that does not end by itself, however slow the machine is.
  await endMinute(made, 3600);
  outcomes.push(...(await sendSubjects(made, all.slice(1))));
  expect(outcomes).toEqual([...Array(60).fill("created"), ...Array(100).fill("queued")]);
  expect(await queuedAt(ctx, made)).toBe(100);

  // The minute is not over.
  expect(await drain(made)).toBeGreaterThan(0);
  expect(await subjectsOf(ctx)).toEqual(all.slice(0, 60));
  await endMinute(made);
  expect(await drain(made)).toBeGreaterThan(0);
  expect(await subjectsOf(ctx)).toEqual(all.slice(0, 120));
  await endMinute(made);
  expect(await drain(made)).toBeNull();
  expect(await subjectsOf(ctx)).toEqual(all);
  expect(await getIncomingStats(ctx, made.id)).toMatchObject({ accepted: 160, duplicate: 0, rejected: 0 });
  const rows = await requestsOf(made);
  expect(new Set(rows.map(({ result }) => result))).toEqual(new Set(["accepted"]));
  expect(new Set(rows.map(({ ticketId }) => ticketId)).size).toBe(160);
}, 120_000);

test("what is answered names the request, whose row says where it stands and what became of it", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  await sendSubject(made, "first");
  const { status, body } = await sendSubject(made, "second");
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
  await sendSubjects(made, taken);
  // A new minute has room for calls, but those that wait are as many as before.
  for (const isNewMinute of [false, true]) {
    if (isNewMinute) await endMinute(made);
    const refused = await sendSubject(made, "too much").catch((error: unknown) => error);
    expect(refused).toMatchObject({
      status: 429,
      reason: "rate_limited",
      headers: { "retry-after": expect.stringMatching(/^([1-9]|[1-5]\d|60)$/) },
    });
  }
  expect(await queuedAt(ctx, made)).toBe(budget);
  expect(await getIncomingStats(ctx, made.id)).toMatchObject({ accepted: 1 + budget, rejected: 2 });
  for (let minute = 1; minute <= budget; minute++) {
    await endMinute(made);
    await drain(made);
  }
  expect(await subjectsOf(ctx)).toEqual(taken);
  await endMinute(made);
  expect(await sendSubjects(made, ["again"])).toEqual(["created"]);
});

test("a new request does not overtake those that wait, although the limit has room", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 2 });
  await sendSubjects(made, numbered(4));
  await endMinute(made);
  expect(await sendSubjects(made, ["no. 5"])).toEqual(["queued"]);
  await drain(made);
  expect(await subjectsOf(ctx)).toEqual(numbered(4));
  await endMinute(made);
  await drain(made);
  expect(await subjectsOf(ctx)).toEqual(numbered(5));
  expect(await sendSubjects(made, ["no. 6"])).toEqual(["created"]);
});

test("two workers at once, in any mix, process each once, in order, and waste nothing of the limit", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 20 });
  const all = numbered(50);
  await sendSubjects(made, all);
  for (const done of [40, 50]) {
    await endMinute(made);
    await Promise.all([drain(made), drain(made), drain(made)]);
    expect(await subjectsOf(ctx)).toEqual(all.slice(0, done));
  }
});

test("a worker that is killed in the middle of one leaves it to be done again, and nothing is doubled", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 3 });
  const all = numbered(6);
  await sendSubjects(made, all);
  await endMinute(made);
  const fifth = (await requestsOf(made))[4]?.id ?? "";
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
  await expect.poll(kill, { interval: 20 }).toBe(1);
  expect(await subjectsOf(ctx)).toEqual(all.slice(0, 4));
  await holder`rollback`;
  holder.release();
  await other.end();
  await draining;
  await endMinute(made);
  await drain(made);
  expect(await subjectsOf(ctx)).toEqual(all);
});

test("repeats of one that waits are answered as it was, and with what it led to afterwards", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  await sendSubject(made, "first");
  const key = { "idempotency-key": "k" };
  const first = await sendSubject(made, "second", key);
  expect(await sendSubject(made, "second", key)).toEqual({ status: 200, body: first.body });
  await expect(sendSubject(made, "another", key)).rejects.toMatchObject({ code: "idempotency_key_reused" });
  expect((await requestsOf(made)).map(({ result }) => result)).toEqual([
    "accepted",
    "queued",
    "duplicate",
    "rejected",
  ]);
  await endMinute(made);
  await drain(made);
  expect(await subjectsOf(ctx)).toEqual(["first", "second"]);
  expect((await sendSubject(made, "second", key)).body).toMatchObject({
    requestId: first.body.requestId,
    outcome: "created",
  });
});

test("copies that come at once wait as one", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  await sendSubject(made, "first");
  const key = { "idempotency-key": "k" };
  const answers = await Promise.all(Array.from({ length: 8 }, () => sendSubject(made, "second", key)));
  expect(new Set(answers.map(({ body }) => body.requestId)).size).toBe(1);
  expect(await queuedAt(ctx, made)).toBe(1);
});

test("one that turns out to be of no use is refused with its reason, and its key is free for the next try", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 2, mapping: { subject: "title" } });
  const key = { "idempotency-key": "k" };
  for (let request = 1; request <= 2; request++)
    await receiveRequest(signedCall(made, JSON.stringify({ title: `no. ${request}` })));
  const { body } = await sendSubject(made, "no title", key);
  expect(body.outcome).toBe("queued");
  await endMinute(made);
  await drain(made);
  expect(await getIncomingRequest(ctx, made.id, String(body.requestId))).toMatchObject({
    result: "rejected",
    reason: "unusable_payload",
  });
  expect(await getIncomingStats(ctx, made.id)).toMatchObject({ accepted: 2, rejected: 1 });
  await updateIncomingWebhook(ctx, made.id, { mapping: {} });
  const retries = await Promise.all([sendSubject(made, "no title", key), sendSubject(made, "no title", key)]);
  expect(new Set(retries.map((retry) => retry.body.requestId)).size).toBe(1);
  expect(retries[0]?.body.requestId).not.toBe(body.requestId);
  await endMinute(made);
  await drain(made);
  expect((await subjectsOf(ctx)).filter((subject) => subject === "no title")).toHaveLength(1);
  // The first copy of it is then a repeat.
  const looked = await reprocessRequest(ctx, made.id, String(body.requestId));
  expect(looked.data).toMatchObject([{ result: "duplicate" }]);
});

test("what nobody signed takes no place, however much comes; a credential counts as signed", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1 });
  await sendSubject(made, "first");
  const forged = Array.from({ length: 40 }, (_, index) =>
    receiveRequest(signedCall(made, JSON.stringify({ subject: `forged ${index}` }), { secret: "no" })),
  );
  for (const { status } of await Promise.allSettled(forged)) expect(status).toBe("rejected");
  expect(await queuedAt(ctx, made)).toBe(0);
  expect(await sendSubjects(made, numbered(10))).toEqual(Array(10).fill("queued"));

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
  expect(await subjectsOf(ctx)).toEqual(["first", "bearer 1", "bearer 2"]);
});

test("test calls and what can't be read are answered at once, and people who wait for words get them", async () => {
  const made = await makeWebhook(ctx, { ratePerMinute: 1, sender: "slack" });
  const sendSlack = (body: Buffer) =>
    sendBytes(made, signRequest(SCHEMES.slack, { secret: made.secret, body, nowMs: Date.now() }), body);
  const say = (payload: object) => sendSlack(Buffer.from(JSON.stringify(payload)));
  await say({ subject: "first" });
  expect((await say({ subject: "second" })).body.outcome).toBe("queued");
  expect((await say({ type: "url_verification", challenge: "c" })).body).toEqual({ challenge: "c" });
  await expect(sendSlack(Buffer.from("{"))).rejects.toMatchObject({ reason: "malformed_json" });
  const command = { subject: "third", response_url: "https://hooks.slack.com/x" };
  expect(await say(command)).toMatchObject({ status: 200, body: { response_type: "ephemeral" } });
  expect(await queuedAt(ctx, made)).toBe(2);
});
