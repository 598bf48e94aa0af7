import { createHmac } from "node:crypto";
import { and, asc, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, incomingRequests, tickets } from "@/db/schema";
import { discardHeldRequests, discardRequest } from "@/features/incoming-webhooks/discard";
import { processHeldBatch } from "@/features/incoming-webhooks/held";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import { receiveRequest } from "@/features/incoming-webhooks/receive";
import { reprocessRequest, reprocessRequests } from "@/features/incoming-webhooks/reprocess";
import { getIncomingRequest } from "@/features/incoming-webhooks/request-queries";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook, updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";

let ctx: Context;
let webhook: CreatedIncomingWebhook;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
  const input = { name: "Shop", action: "create_ticket", holdWhilePaused: true };
  webhook = await createIncomingWebhook(ctx, createIncomingWebhookSchema.parse(input));
  await updateIncomingWebhook(ctx, webhook.id, { status: "paused" });
});

async function send(subject: string): Promise<string> {
  const body = Buffer.from(JSON.stringify({ subject }));
  const signature = createHmac("sha256", webhook.secret).update(body).digest("hex");
  const key = webhook.url.split("/").at(-1) ?? "";
  const headers = { "x-replify-signature": `sha256=${signature}` };
  const answer = await receiveRequest({ key, headers, body, bodyBytes: body.length, ip: null });
  return String(answer.body.requestId);
}

async function drain() {
  let after: string | null = null;
  do after = await processHeldBatch(after);
  while (after !== null);
}

async function subjects() {
  const rows = await database()
    .select({ subject: tickets.subject })
    .from(tickets)
    .where(eq(tickets.organizationId, ctx.organizationId))
    .orderBy(asc(tickets.number));
  return rows.map(({ subject }) => subject);
}

function audited(action: string) {
  return database()
    .select({ changes: auditLog.changes })
    .from(auditLog)
    .where(and(eq(auditLog.organizationId, ctx.organizationId), eq(auditLog.action, action)));
}

const held = async () => (await getIncomingWebhook(ctx, webhook.id)).heldRequests;

test("what is discarded stays in the log, says by whom, and is never processed", async () => {
  const ids = [await send("one"), await send("two")];
  const answer = await discardHeldRequests(ctx, webhook.id, {});
  expect(answer).toMatchObject({ discarded: 2, hasMore: false });
  expect(await held()).toBe(0);
  for (const id of ids) {
    expect(await getIncomingRequest(ctx, webhook.id, id)).toMatchObject({
      result: "rejected",
      reason: "discarded",
      statusCode: 202,
      verdict: expect.stringContaining("Discarded by Ada."),
    });
    await expect(reprocessRequest(ctx, webhook.id, id)).rejects.toMatchObject({ code: "conflict" });
  }
  await updateIncomingWebhook(ctx, webhook.id, { status: "active" });
  await drain();
  expect((await reprocessRequests(ctx, webhook.id, { limit: 100 })).data).toEqual([]);
  expect(await subjects()).toEqual([]);
  expect(await audited("incoming_webhook.held_requests_discarded")).toEqual([
    { changes: JSON.stringify({ discardedRequests: { from: null, to: 2 } }) },
  ]);
});

test("what comes after the decision stays held, and nothing to discard is no act", async () => {
  const before = new Date(Date.now() - 1000).toISOString();
  await send("later");
  expect(await discardHeldRequests(ctx, webhook.id, { before })).toEqual({
    discarded: 0,
    before,
    hasMore: false,
  });
  expect(await held()).toBe(1);
  expect(await audited("incoming_webhook.held_requests_discarded")).toEqual([]);
});

test("many go in batches", async () => {
  const id = await send("one");
  await database().execute(sql`
    insert into incoming_requests (id, organization_id, webhook_id, result, status_code, answer, headers, body, body_bytes, duration_ms)
    select (left(id::text, 24) || lpad(to_hex(n), 12, '0'))::uuid, organization_id, webhook_id, result, status_code, answer, headers, body, body_bytes, duration_ms
    from incoming_requests, generate_series(1, 1000) n where id = ${id}::uuid`);
  const first = await discardHeldRequests(ctx, webhook.id, {});
  expect(first).toMatchObject({ discarded: 1000, hasMore: true });
  expect(await discardHeldRequests(ctx, webhook.id, first)).toMatchObject({ discarded: 1, hasMore: false });
});

test("one is discarded by itself, once", async () => {
  const [first, second] = [await send("one"), await send("two")];
  expect(await discardRequest(ctx, webhook.id, first)).toMatchObject({ id: first, reason: "discarded" });
  await expect(discardRequest(ctx, webhook.id, first)).rejects.toMatchObject({ code: "conflict" });
  expect(await audited("incoming_request.discarded")).toHaveLength(1);
  await updateIncomingWebhook(ctx, webhook.id, { status: "active" });
  await drain();
  expect(await subjects()).toEqual(["two"]);
  await expect(discardRequest(ctx, webhook.id, second)).rejects.toMatchObject({ code: "conflict" });
});

test("only those of one's own organization who may write can discard", async () => {
  const id = await send("one");
  const stranger = createContext(await createUser(await createOrganization()));
  const reader: Context = { ...ctx, permissions: new Set(["incoming_webhooks:read"]) };
  for (const call of [
    (who: Context) => discardHeldRequests(who, webhook.id, {}),
    (who: Context) => discardRequest(who, webhook.id, id),
  ]) {
    await expect(call(stranger)).rejects.toMatchObject({ code: "not_found" });
    await expect(call(reader)).rejects.toMatchObject({ code: "forbidden" });
  }
  expect(await held()).toBe(1);
});

test("a resume may leave what was held for later, while new requests are processed", async () => {
  await send("old");
  expect(
    await updateIncomingWebhook(ctx, webhook.id, { status: "active", processHeld: false }),
  ).toMatchObject({ status: "active", keepsHeld: true, heldRequests: 1 });
  await send("new");
  await drain();
  await reprocessRequests(ctx, webhook.id, { limit: 100 });
  expect(await subjects()).toEqual(["new"]);
  // Another setting changes nothing about it.
  await updateIncomingWebhook(ctx, webhook.id, { name: "Shop 2" });
  await drain();
  expect(await held()).toBe(1);
  await updateIncomingWebhook(ctx, webhook.id, { processHeld: true });
  await drain();
  expect(await subjects()).toEqual(["new", "old"]);
  expect(await getIncomingWebhook(ctx, webhook.id)).toMatchObject({ keepsHeld: false, heldRequests: 0 });
});

test("whoever resumes without a word has all of it processed, also what was left before", async () => {
  await send("old");
  await updateIncomingWebhook(ctx, webhook.id, { status: "active", processHeld: false });
  await updateIncomingWebhook(ctx, webhook.id, { status: "paused" });
  await send("newer");
  await updateIncomingWebhook(ctx, webhook.id, { status: "active" });
  await drain();
  expect(await subjects()).toEqual(["old", "newer"]);
  expect(
    await database().select().from(incomingRequests).where(eq(incomingRequests.webhookId, webhook.id)),
  ).toMatchObject([{ result: "accepted" }, { result: "accepted" }]);
});
