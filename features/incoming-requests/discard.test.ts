import { and, asc, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, incomingRequests, tickets } from "@/db/schema";
import { discardHeldRequests, discardRequest } from "@/features/incoming-requests/discard";
import { getIncomingRequest } from "@/features/incoming-requests/queries";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { reprocessRequest, reprocessRequests } from "@/features/incoming-requests/reprocess";
import { drain } from "@/features/incoming-requests/sent-requests";
import { signedCall } from "@/features/incoming-requests/signed-call";
import { getIncomingStats, getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
  discardRequestsSchema,
} from "@/features/incoming-webhooks/schema";
import {
  createIncomingWebhook,
  deleteIncomingWebhook,
  updateIncomingWebhook,
} from "@/features/incoming-webhooks/service";
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
  const answer = await receiveRequest(signedCall(webhook, JSON.stringify({ subject })));
  return String(answer.body.requestId);
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
    .where(and(eq(auditLog.organizationId, ctx.organizationId), eq(auditLog.action, action)))
    .orderBy(auditLog.id);
}

const held = async () => (await getIncomingWebhook(ctx, webhook.id)).heldRequests;

/** All that are held now. */
async function upToNow() {
  const { newestHeldId } = await getIncomingWebhook(ctx, webhook.id);
  return { upToId: newestHeldId ?? "nothing is held" };
}

test("what is discarded stays in the log, says by whom, and is never processed", async () => {
  const ids = [await send("one"), await send("two")];
  const answer = await discardHeldRequests(ctx, webhook.id, await upToNow());
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
  await drain(webhook);
  expect((await reprocessRequests(ctx, webhook.id, { limit: 100 })).data).toEqual([]);
  expect(await subjects()).toEqual([]);
  expect(await audited("incoming_webhook.held_requests_discarded")).toEqual([
    { changes: JSON.stringify({ discardedRequests: { from: null, to: 2 } }) },
  ]);
});

test("no more goes than what was shown to whoever decided, and nothing to discard is no act", async () => {
  const shown = [await send("one"), await send("two")];
  const seen = await getIncomingWebhook(ctx, webhook.id);
  expect(seen).toMatchObject({ heldRequests: 2, newestHeldId: shown[1] });
  const later = await send("later");
  const upTo = { upToId: seen.newestHeldId ?? "" };
  expect(await discardHeldRequests(ctx, webhook.id, upTo)).toEqual({ discarded: 2, hasMore: false });
  expect(await getIncomingWebhook(ctx, webhook.id)).toMatchObject({ heldRequests: 1, newestHeldId: later });
  expect(await discardHeldRequests(ctx, webhook.id, upTo)).toEqual({ discarded: 0, hasMore: false });
  expect(await audited("incoming_webhook.held_requests_discarded")).toHaveLength(1);
});

test("up to where is never left open", async () => {
  await send("one");
  const missing = discardRequestsSchema.safeParse({});
  expect(missing.error?.issues).toMatchObject([
    { path: ["upToId"], message: expect.stringContaining("newestHeldId") },
  ]);
  // An id from nowhere would be later than all that are held.
  const invented = { upToId: "ffffffff-ffff-7fff-bfff-ffffffffffff" };
  await expect(discardHeldRequests(ctx, webhook.id, invented)).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "upToId", message: expect.stringContaining("newestHeldId") }],
  });
  expect(await held()).toBe(1);
});

test("the counts tell what was discarded, or refused on resuming, in the hour it came", async () => {
  await send("one");
  await send("two");
  const last = await send("three");
  await database().execute(sql`
    with moved as (
      update incoming_requests set created_at = created_at - interval '2 hours' where id = ${last}::uuid
      returning webhook_id, created_at)
    insert into incoming_webhook_stats (webhook_id, hour, accepted)
    select webhook_id, date_trunc('hour', created_at), 5 from moved`);
  expect(await getIncomingStats(ctx, webhook.id)).toMatchObject({ accepted: 8, rejected: 0 });
  await discardRequest(ctx, webhook.id, last);
  const { hours } = await getIncomingStats(ctx, webhook.id);
  expect(hours).toContainEqual(expect.objectContaining({ accepted: 4, rejected: 1 }));
  await discardHeldRequests(ctx, webhook.id, await upToNow());
  expect(await getIncomingStats(ctx, webhook.id)).toMatchObject({ accepted: 5, rejected: 3 });

  await send("of no use");
  await updateIncomingWebhook(ctx, webhook.id, { status: "active", mapping: { subject: "title" } });
  await drain(webhook);
  expect(await getIncomingStats(ctx, webhook.id)).toMatchObject({ accepted: 5, rejected: 4 });
});

test("many go in batches", async () => {
  const id = await send("one");
  await database().execute(sql`
    insert into incoming_requests (id, organization_id, webhook_id, result, status_code, answer, headers, body, body_bytes, duration_ms)
    select (left(id::text, 24) || lpad(to_hex(n), 12, '0'))::uuid, organization_id, webhook_id, result, status_code, answer, headers, body, body_bytes, duration_ms
    from incoming_requests, generate_series(1, 1000) n where id = ${id}::uuid`);
  const upTo = await upToNow();
  expect(await discardHeldRequests(ctx, webhook.id, upTo)).toEqual({ discarded: 1000, hasMore: true });
  expect(await discardHeldRequests(ctx, webhook.id, upTo)).toEqual({ discarded: 1, hasMore: false });
});

test("one is discarded by itself, once", async () => {
  const [first, second] = [await send("one"), await send("two")];
  expect(await discardRequest(ctx, webhook.id, first)).toMatchObject({ id: first, reason: "discarded" });
  await expect(discardRequest(ctx, webhook.id, first)).rejects.toMatchObject({ code: "conflict" });
  expect(await audited("incoming_request.discarded")).toHaveLength(1);
  await updateIncomingWebhook(ctx, webhook.id, { status: "active" });
  await drain(webhook);
  expect(await subjects()).toEqual(["two"]);
  await expect(discardRequest(ctx, webhook.id, second)).rejects.toMatchObject({ code: "conflict" });
});

test("what a deleted webhook held waits for nobody any more", async () => {
  const id = await send("one");
  expect((await getIncomingRequest(ctx, webhook.id, id)).verdict).toContain("It waits until");
  await deleteIncomingWebhook(ctx, webhook.id);
  expect((await getIncomingRequest(ctx, webhook.id, id)).verdict).toBe(
    "Held: the webhook was paused when it came. It was never processed: the webhook was deleted.",
  );
});

test("only those of one's own organization who may write can discard", async () => {
  const id = await send("one");
  const stranger = createContext(await createUser(await createOrganization()));
  const reader: Context = { ...ctx, permissions: new Set(["incoming_webhooks:read"]) };
  for (const call of [
    (who: Context) => discardHeldRequests(who, webhook.id, { upToId: id }),
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
  await drain(webhook);
  await reprocessRequests(ctx, webhook.id, { limit: 100 });
  expect(await subjects()).toEqual(["new"]);
  // Another setting changes nothing about it.
  await updateIncomingWebhook(ctx, webhook.id, { name: "Shop 2" });
  await drain(webhook);
  expect(await held()).toBe(1);
  await updateIncomingWebhook(ctx, webhook.id, { processHeld: true });
  await drain(webhook);
  expect(await subjects()).toEqual(["new", "old"]);
  expect(await getIncomingWebhook(ctx, webhook.id)).toMatchObject({ keepsHeld: false, heldRequests: 0 });
});

test("what is held is not said to be processed while the webhook stays paused", async () => {
  await send("old");
  for (const input of [
    { processHeld: true },
    { processHeld: false },
    { status: "paused" as const, processHeld: true },
  ])
    await expect(updateIncomingWebhook(ctx, webhook.id, input)).rejects.toMatchObject({
      code: "invalid",
      issues: [{ path: "processHeld", message: expect.stringContaining('status "active"') }],
    });
  expect(await held()).toBe(1);
});

test("whoever resumes without a word has all of it processed, also what was left before", async () => {
  await send("old");
  await updateIncomingWebhook(ctx, webhook.id, { status: "active", processHeld: false });
  await updateIncomingWebhook(ctx, webhook.id, { status: "paused" });
  await send("newer");
  await updateIncomingWebhook(ctx, webhook.id, { status: "active" });
  await drain(webhook);
  expect(await subjects()).toEqual(["old", "newer"]);
  expect(
    await database().select().from(incomingRequests).where(eq(incomingRequests.webhookId, webhook.id)),
  ).toMatchObject([{ result: "accepted" }, { result: "accepted" }]);
});
