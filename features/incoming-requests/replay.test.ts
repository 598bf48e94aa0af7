import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog } from "@/db/schema";
import { getIncomingRequest, listIncomingRequests } from "@/features/incoming-requests/queries";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { replayRequest } from "@/features/incoming-requests/replay";
import { reprocessRequest } from "@/features/incoming-requests/reprocess";
import { listIncomingRequestsQuerySchema } from "@/features/incoming-requests/schema";
import { signedCall } from "@/features/incoming-requests/signed-call";
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
import { SCHEMES } from "@/features/signatures/schemes/schemes";
import { signRequest } from "@/features/signatures/sign-request";
import { getRequestTrace } from "@/features/trace/queries";
import type { Context } from "@/lib/context";

const PRINTER = '{"subject":"Printer on fire"}';
const KEY = { "idempotency-key": randomUUID() };

let ctx: Context;
let stranger: Context;
let webhook: CreatedIncomingWebhook;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
  stranger = createContext(await createUser(await createOrganization()));
  const input = createIncomingWebhookSchema.parse({ name: "Shop", action: "create_ticket" });
  webhook = await createIncomingWebhook(ctx, input);
});

async function send({ secret, headers = {} }: { secret?: string; headers?: Record<string, string> } = {}) {
  const call = signedCall(webhook, PRINTER, {
    ...(secret !== undefined && { secret }),
    headers: { ...KEY, ...headers },
  });
  await receiveRequest(call).catch(() => undefined);
  const [newest] = await rows();
  if (!newest) throw new Error("nothing was kept");
  return newest;
}

async function rows() {
  return (await listIncomingRequests(ctx, webhook.id, listIncomingRequestsQuerySchema.parse({}))).data;
}

test("a replay makes another ticket, and both rows lead to each other", async () => {
  const original = await send();
  const replay = await replayRequest(ctx, webhook.id, original.id);
  expect(replay).toMatchObject({
    result: "accepted",
    replayOf: original.id,
    isReplayed: false,
    idempotencyKey: null,
    ip: "203.0.113.7",
    body: '{"subject":"Printer on fire"}',
    ticket: { number: 2 },
    verdict: "Accepted: it led to ticket #2. Replayed by Ada.",
  });
  expect(await getIncomingRequest(ctx, webhook.id, original.id)).toMatchObject({
    isReplayed: true,
    replays: [{ id: replay.id }],
    ticket: { number: 1 },
  });
  expect((await rows()).map(({ isReplayed, replayOf }) => [isReplayed, replayOf])).toEqual([
    [false, original.id],
    [true, null],
  ]);
  expect((await getRequestTrace(ctx, webhook.id, replay.id)).ticket).toMatchObject({ number: 2 });
  const audited = await database()
    .select({ changes: auditLog.changes })
    .from(auditLog)
    .where(
      and(eq(auditLog.organizationId, ctx.organizationId), eq(auditLog.action, "incoming_request.replayed")),
    )
    .orderBy(auditLog.id);
  expect(audited.map(({ changes }) => JSON.parse(changes))).toEqual([
    {
      requestId: { from: original.id, to: replay.id },
      ticketId: { from: original.ticket?.id, to: replay.ticket?.id },
    },
  ]);
});

test("it is no request of the sender's: neither counted, nor what a repeat is answered by", async () => {
  const original = await send();
  await replayRequest(ctx, webhook.id, original.id);
  expect(await getIncomingStats(ctx, webhook.id)).toMatchObject({ accepted: 1, duplicate: 0 });
  expect(await send()).toMatchObject({ result: "duplicate", originalRequestId: original.id });
});

test("only what was accepted is replayed, and what the mapping can't use any more leaves nothing", async () => {
  const forged = await send({ secret: "somebody else's" });
  await expect(replayRequest(ctx, webhook.id, forged.id)).rejects.toMatchObject({ code: "conflict" });
  const original = await send();
  await updateIncomingWebhook(ctx, webhook.id, { mapping: { subject: "issue.title" } });
  await expect(replayRequest(ctx, webhook.id, original.id)).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringContaining("can't be used"),
  });
  expect(await rows()).toHaveLength(2);
});

test("a replay is of what the sender sent, also when a replay is replayed, and goes with it", async () => {
  const original = await send();
  const first = await replayRequest(ctx, webhook.id, original.id);
  const second = await replayRequest(ctx, webhook.id, first.id);
  expect(second).toMatchObject({ replayOf: original.id, ticket: { number: 3 } });
  expect((await getIncomingRequest(ctx, webhook.id, original.id)).replays.map(({ id }) => id)).toEqual([
    second.id,
    first.id,
  ]);
});

test("an accepted call that only tried the address is nothing to replay", async () => {
  const secret = "what GitHub signs with";
  await updateIncomingWebhook(ctx, webhook.id, { signatureScheme: "github" });
  const signed = signRequest(SCHEMES.github, { secret, body: Buffer.from(PRINTER), nowMs: Date.now() });
  const { id } = await send({ secret, headers: { ...signed, "x-github-event": "ping" } });
  await rotateIncomingSecret(ctx, webhook.id, { overlapSeconds: 0, secret });
  expect((await reprocessRequest(ctx, webhook.id, id)).data).toMatchObject([{ result: "accepted" }]);
  await expect(replayRequest(ctx, webhook.id, id)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("nothing to replay"),
  });
});

test("only those of one's own organization who may write can replay", async () => {
  const { id } = await send();
  const reader: Context = { ...ctx, permissions: new Set(["incoming_webhooks:read"]) };
  await expect(replayRequest(stranger, webhook.id, id)).rejects.toMatchObject({ code: "not_found" });
  await expect(replayRequest(reader, webhook.id, id)).rejects.toMatchObject({ code: "forbidden" });
  expect(await rows()).toHaveLength(1);
});

test("a request of a deleted webhook can still be read, and nothing done with it", async () => {
  const { id } = await send();
  expect((await getIncomingRequest(ctx, webhook.id, id)).webhook).toEqual({ name: "Shop", deletedAt: null });
  await deleteIncomingWebhook(ctx, webhook.id);
  expect(await getIncomingRequest(ctx, webhook.id, id)).toMatchObject({
    result: "accepted",
    webhook: { name: "Shop", deletedAt: expect.any(String) },
  });
  await expect(replayRequest(ctx, webhook.id, id)).rejects.toMatchObject({ code: "not_found" });
  await expect(getIncomingRequest(stranger, webhook.id, id)).rejects.toMatchObject({ code: "not_found" });
  const other: Context = { ...ctx, permissions: new Set(["tickets:read"]) };
  await expect(getIncomingRequest(other, webhook.id, id)).rejects.toMatchObject({ code: "forbidden" });
});

test("a replay keeps what stood behind the address, which some senders sign", async () => {
  const call = { ...signedCall(webhook, PRINTER, { headers: KEY }), url: `${webhook.url}?a=1` };
  const { body } = await receiveRequest(call);
  const replay = await replayRequest(ctx, webhook.id, String(body.requestId));
  expect(replay.query).toBe("?a=1");
});
