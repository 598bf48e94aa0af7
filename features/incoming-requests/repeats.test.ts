import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, customers, events, incomingRequests, tickets } from "@/db/schema";
import { createCustomer } from "@/features/customers/service";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { reprocessRequest } from "@/features/incoming-requests/reprocess";
import { signedCall } from "@/features/incoming-requests/signed-call";
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
  const input = createIncomingWebhookSchema.parse({ name: "Crash reporter", action: "create_ticket" });
  webhook = await createIncomingWebhook(ctx, input);
});

function send(text: string, { at, headers = {} }: { at?: number; headers?: Record<string, string> } = {}) {
  return receiveRequest(signedCall(webhook, text, { atMs: at && at * 1000, headers }));
}

async function ticketsMade() {
  return database()
    .select()
    .from(tickets)
    .where(eq(tickets.organizationId, ctx.organizationId))
    .orderBy(tickets.id);
}

test("a signed moment stays one, whatever unsigned headers a captured copy has", async () => {
  const at = Math.floor(Date.now() / 1000);
  const first = await send('{"subject":"Printer on fire"}', { at });
  const copies: Record<string, string>[] = [
    { "idempotency-key": "1" },
    { "idempotency-key": "2" },
    { "x-replify-delivery-id": "other" },
    { "x-foo-signature": "1", "x-foo-timestamp": "1" },
  ];
  for (const headers of copies) {
    const copy = await send('{"subject":"Printer on fire"}', { at, headers });
    expect(copy).toEqual({ status: 200, body: first.body });
  }
  // The key of a copy is still free for the request that it was meant for.
  const next = await send('{"subject":"Else"}', { at: at + 1, headers: { "idempotency-key": "2" } });
  expect(next.status).toBe(202);
  expect(await ticketsMade()).toHaveLength(2);
});

test("equal bytes without a moment are taken, and marked as a possible replay, also under another key", async () => {
  await send('{"subject":"Printer on fire"}', { headers: { "idempotency-key": "1" } });
  await send('{"subject":"Printer on fire"}', { headers: { "idempotency-key": "2" } });
  const rows = await database()
    .select({ isPossibleReplay: incomingRequests.isPossibleReplay })
    .from(incomingRequests)
    .where(eq(incomingRequests.webhookId, webhook.id))
    .orderBy(incomingRequests.id);
  expect(rows).toEqual([{ isPossibleReplay: false }, { isPossibleReplay: true }]);
});

test("who repeats a request that was accepted on a second look hears what came of it", async () => {
  const headers = { "idempotency-key": "1" };
  await expect(send('{"title":"Printer on fire"}', { headers })).rejects.toThrow("can't be used");
  await updateIncomingWebhook(ctx, webhook.id, { mapping: { subject: "title" } });
  const [row] = await database()
    .select({ id: incomingRequests.id })
    .from(incomingRequests)
    .where(eq(incomingRequests.webhookId, webhook.id));
  await reprocessRequest(ctx, webhook.id, row?.id ?? "");
  const [ticket] = await ticketsMade();
  expect(await send('{"title":"Printer on fire"}', { headers })).toEqual({
    status: 200,
    body: { requestId: row?.id, action: "create_ticket", outcome: "created", ticketId: ticket?.id },
  });
});

test("half an emoji at the cut of a log costs half an emoji", async () => {
  await send('{"subject":"Cut","diagnostics":{"log\\ud83d":"at \\ud83d"},"customer":{"name":"\\udc00"}}');
  const [ticket] = await ticketsMade();
  expect(ticket?.diagnostics).toEqual({ "log\ufffd": "at \ufffd" });
});

test("what a request tells of a known customer is a change on record, and nobody else's address becomes theirs", async () => {
  const dana = await createCustomer(ctx, { name: "Dana", email: "dana@example.com" });
  const anon = await createCustomer(ctx, { externalId: "x" });
  await send('{"subject":"1","customer":{"externalId":"x","email":"dana@example.com","name":"Xenia"}}');
  const [known] = await database().select().from(customers).where(eq(customers.id, anon.id));
  expect(known).toMatchObject({ name: "Xenia", email: null });
  expect(await database().select().from(customers).where(eq(customers.id, dana.id))).toMatchObject([
    { email: "dana@example.com" },
  ]);
  const told = await database().select().from(events).where(eq(events.subjectId, anon.id)).orderBy(events.id);
  expect(told.map(({ type }) => type)).toEqual(["client.created", "client.updated"]);
  const entries = await database()
    .select()
    .from(auditLog)
    .where(eq(auditLog.targetId, anon.id))
    .orderBy(auditLog.id);
  expect(entries.map(({ action, changes }) => [action, changes])).toEqual([
    ["customer.created", expect.any(String)],
    ["customer.updated", expect.not.stringContaining("Xenia")],
    ["customer.duplicate_suspected", JSON.stringify({ duplicateOf: { from: null, to: dana.id } })],
  ]);
});
