import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { incomingRequests, incomingWebhooks } from "@/db/schema";
import { getIncomingRequest } from "@/features/incoming-requests/queries";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { reprocessRequest, reprocessRequests } from "@/features/incoming-requests/reprocess";
import { reprocessRequestsQuerySchema } from "@/features/incoming-requests/schema";
import { signedCall } from "@/features/incoming-requests/signed-call";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import { rotateIncomingSecret } from "@/features/incoming-webhooks/rotation";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";

const MINUTE_MS = 60_000;
const MIB = 1024 * 1024;

let ctx: Context;
let webhook: CreatedIncomingWebhook;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
  const input = createIncomingWebhookSchema.parse({ name: "Crash reporter", action: "create_ticket" });
  webhook = await createIncomingWebhook(ctx, input);
});

function send(
  text: string,
  { atMs = Date.now(), ...options }: { secret?: string; atMs?: number; ip?: string } = {},
) {
  return receiveRequest(signedCall(webhook, text, { atMs, ...options }));
}

function requests() {
  return database()
    .select()
    .from(incomingRequests)
    .where(eq(incomingRequests.webhookId, webhook.id))
    .orderBy(incomingRequests.id);
}

test("a flood of forgeries is not all kept, and takes no place from what the sender signed", async () => {
  const forged = 130;
  for (let index = 0; index < forged; index++) {
    const ip = `203.0.113.${index}`;
    await expect(send("{}", { secret: "somebody else's", ip })).rejects.toThrow("signature");
  }
  const signed = 70;
  for (let index = 0; index < signed; index++) {
    await expect(send(`{"nothing":${index}}`)).rejects.toThrow("can't be used");
  }
  const reasons = (await requests()).map(({ reason }) => reason);
  const countOf = (wanted: string) => reasons.filter((reason) => reason === wanted).length;
  expect(countOf("bad_signature")).toBeGreaterThanOrEqual(60);
  // At most two windows of a minute.
  expect(countOf("bad_signature")).toBeLessThanOrEqual(120);
  expect(countOf("unusable_payload")).toBe(signed);
});

test("of large forged bodies 4 MiB a minute are kept; the others can't be accepted later, and say so", async () => {
  const big = JSON.stringify({ subject: "x".repeat(MIB - 100) });
  for (let copy = 1; copy <= 5; copy++)
    await expect(send(big, { secret: "somebody else's" })).rejects.toThrow("signature");
  await expect(send('{"nothing":1}')).rejects.toThrow("can't be used");
  const rows = await requests();
  expect(rows.map(({ body, isBodyKept }) => [body.length > 0, isBodyKept])).toEqual([
    ...Array.from({ length: 4 }, () => [true, true]),
    [false, false],
    [true, true],
  ]);
  expect(rows[4]?.bodyBytes).toBe(big.length);
  const without = rows[4]?.id ?? "";
  expect(await getIncomingRequest(ctx, webhook.id, without)).toMatchObject({
    isBodyKept: false,
    bodySha256: null,
    verdict: expect.stringContaining("can't be accepted later"),
  });
  expect((await getIncomingWebhook(ctx, webhook.id)).quarantinedRequests).toBe(5);
  await rotateIncomingSecret(ctx, webhook.id, { overlapSeconds: 0, secret: "somebody else's" });
  await expect(reprocessRequest(ctx, webhook.id, without)).rejects.toMatchObject({ code: "conflict" });
  const all = await reprocessRequests(ctx, webhook.id, reprocessRequestsQuerySchema.parse({}));
  expect(all.data.map(({ requestId }) => requestId)).toEqual(
    rows.filter(({ id }) => id !== without).map(({ id }) => id),
  );
});

test("large forgeries take no room from small bodies, nor those that don't fit from those that do", async () => {
  const forge = async (bytes: number) =>
    expect(send("x".repeat(bytes), { secret: "somebody else's" })).rejects.toThrow("signature");
  for (let copy = 1; copy <= 5; copy++) await forge(900 * 1024);
  await forge(400 * 1024);
  await forge(100 * 1024);
  await forge(64 * 1024);
  await forge(20);
  const rows = await requests();
  expect(rows.map(({ bodyBytes, isBodyKept }) => [bodyBytes / 1024, isBodyKept])).toEqual([
    [900, true],
    [900, true],
    [900, true],
    [900, true],
    [900, false],
    [400, true],
    [100, false],
    [64, true],
    [20 / 1024, true],
  ]);
});

test("a request that we fail at is kept as such", async () => {
  await database()
    .update(incomingWebhooks)
    .set({ secretCiphertext: "damaged" })
    .where(eq(incomingWebhooks.id, webhook.id));
  await expect(send('{"subject":"Printer on fire"}')).rejects.toThrow();
  expect(await requests()).toMatchObject([
    { result: "error", statusCode: 500, reason: null, ticketId: null },
  ]);
});

test("a request of old is accepted by itself, never together with all others", async () => {
  const late = { atMs: Date.now() - 10 * MINUTE_MS };
  await expect(send('{"subject":"Late"}', late)).rejects.toThrow("signature");
  expect(await requests()).toMatchObject([{ reason: "stale_timestamp" }]);
  const all = await reprocessRequests(ctx, webhook.id, reprocessRequestsQuerySchema.parse({}));
  expect(all).toEqual({ data: [], nextCursor: null });
  const [row] = await requests();
  expect(row).toMatchObject({ result: "rejected", reason: "stale_timestamp" });
  await reprocessRequest(ctx, webhook.id, row?.id ?? "");
  expect(await requests()).toMatchObject([{ result: "accepted", reason: null, statusCode: 202 }]);
});
