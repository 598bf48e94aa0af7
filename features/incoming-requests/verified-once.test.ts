import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { incomingRequests } from "@/db/schema";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { reprocessRequests } from "@/features/incoming-requests/reprocess";
import { drain, endMinute, makeWebhook } from "@/features/incoming-requests/sent-requests";
import { requestsOf, sendSubject, subjectsOf } from "@/features/incoming-requests/sent-subjects";
import { signedCall } from "@/features/incoming-requests/signed-call";
import { rotateIncomingSecret } from "@/features/incoming-webhooks/rotation";
import { updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

/** Both secrets that were known before are gone after it. */
async function rotateTwice(id: string): Promise<void> {
  await rotateIncomingSecret(ctx, id, { overlapSeconds: 0 });
  await rotateIncomingSecret(ctx, id, { overlapSeconds: 0 });
}

async function pausedWebhook(more: object = {}) {
  const made = await makeWebhook(ctx, { holdWhilePaused: true, ...more });
  await updateIncomingWebhook(ctx, made.id, { status: "paused" });
  return made;
}

async function resume(made: Awaited<ReturnType<typeof pausedWebhook>>): Promise<void> {
  await updateIncomingWebhook(ctx, made.id, { status: "active" });
  await drain(made);
}

const resultsOf = async (made: Awaited<ReturnType<typeof pausedWebhook>>) =>
  (await requestsOf(made)).map(({ result }) => result);

test("what was held is processed although its secret, the way of signing or the need of a timestamp changed", async () => {
  for (const change of [
    { requireTimestamp: true },
    { signatureScheme: "github" as const },
    { signatureScheme: "gitlab" as const },
  ]) {
    const made = await pausedWebhook();
    await sendSubject(made, "held");
    await rotateTwice(made.id);
    await updateIncomingWebhook(ctx, made.id, change);
    await resume(made);
    expect(await resultsOf(made)).toEqual(["accepted"]);
    const [row] = await requestsOf(made);
    expect(row).toMatchObject({ secretUsed: "current", repeatKeys: null });
  }
  expect(await subjectsOf(ctx)).toEqual(["held", "held", "held"]);
});

test("so is what came with a credential, which is not kept", async () => {
  const made = await pausedWebhook({ signatureScheme: "gitlab" });
  const body = Buffer.from('{"subject":"held"}');
  const headers = { "x-gitlab-token": made.secret };
  const key = made.url.split("/").at(-1) ?? "";
  await receiveRequest({ key, headers, body, bodyBytes: body.length, ip: "203.0.113.7" });
  await rotateTwice(made.id);
  await updateIncomingWebhook(ctx, made.id, { signatureScheme: "replify" });
  await resume(made);
  expect(await subjectsOf(ctx)).toEqual(["held"]);
});

test("a copy of what was held, or came before the pause, is known after the secret is gone", async () => {
  const made = await makeWebhook(ctx, { holdWhilePaused: true });
  const before = signedCall(made, '{"subject":"before"}', { atMs: Date.now() });
  const held = signedCall(made, '{"subject":"held"}', { atMs: Date.now() });
  await receiveRequest(before);
  await updateIncomingWebhook(ctx, made.id, { status: "paused" });
  for (const call of [before, held, held]) await receiveRequest(call);
  await rotateTwice(made.id);
  await resume(made);
  expect(await subjectsOf(ctx)).toEqual(["before", "held"]);
  expect(await resultsOf(made)).toEqual(["accepted", "duplicate", "accepted", "duplicate"]);
});

test("a forgery is not held, and no resume or look back lets it in", async () => {
  const made = await pausedWebhook();
  const forged = signedCall(made, '{"subject":"forged"}', { secret: "a forger's" });
  await expect(receiveRequest(forged)).rejects.toThrow("signature");
  await rotateTwice(made.id);
  await resume(made);
  await reprocessRequests(ctx, made.id, { limit: 100 });
  expect(await resultsOf(made)).toEqual(["rejected"]);
  expect(await subjectsOf(ctx)).toEqual([]);
});

test("what waited and was refused for its payload is accepted with another mapping, whatever its secret", async () => {
  const made = await makeWebhook(ctx, { holdWhilePaused: true, ratePerMinute: 1 });
  const send = (title: string) => receiveRequest(signedCall(made, JSON.stringify({ title })));
  await sendSubject(made, "first");
  expect((await send("queued")).body).toMatchObject({ outcome: "queued" });
  await updateIncomingWebhook(ctx, made.id, { status: "paused" });
  await endMinute(made);
  expect((await send("held")).body).toMatchObject({ status: "held" });
  await endMinute(made);
  await resume(made);
  expect(await resultsOf(made)).toEqual(["accepted", "rejected", "rejected"]);
  await rotateTwice(made.id);
  await updateIncomingWebhook(ctx, made.id, {
    mapping: { subject: "title" },
    allowedCidrs: ["192.0.2.1/32"],
  });
  const { data } = await reprocessRequests(ctx, made.id, { limit: 100 });
  expect(data).toMatchObject([{ result: "accepted" }, { result: "accepted" }]);
  expect(await subjectsOf(ctx)).toEqual(["first", "queued", "held"]);
});

test("what a version before held, without its keys, is processed, too", async () => {
  const made = await pausedWebhook();
  await sendSubject(made, "one");
  await sendSubject(made, "one", { "idempotency-key": "1" });
  await sendSubject(made, "one", { "idempotency-key": "1" });
  await database()
    .update(incomingRequests)
    .set({ repeatKeys: null })
    .where(eq(incomingRequests.webhookId, made.id));
  await rotateTwice(made.id);
  await resume(made);
  expect(await resultsOf(made)).toEqual(["accepted", "accepted", "duplicate"]);
});
