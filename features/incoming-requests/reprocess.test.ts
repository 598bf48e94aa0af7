import { createHmac, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { incomingRequestKeys, tickets } from "@/db/schema";
import { listIncomingRequests } from "@/features/incoming-requests/queries";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { reprocessRequest, reprocessRequests } from "@/features/incoming-requests/reprocess";
import { listIncomingRequestsQuerySchema } from "@/features/incoming-requests/schema";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import { rotateIncomingSecret } from "@/features/incoming-webhooks/rotation";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook, updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";

const SENDERS_SECRET = "the sender's own";
const IP = "203.0.113.7";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

function webhook(more: object = {}): Promise<CreatedIncomingWebhook> {
  return createIncomingWebhook(
    ctx,
    createIncomingWebhookSchema.parse({ name: "Shop", action: "create_ticket", ...more }),
  );
}

/** Signed with the sender's secret, which the webhook doesn't know yet. */
async function send(
  { url }: CreatedIncomingWebhook,
  { payload = { subject: "Hi" }, headers = {} }: { payload?: object; headers?: Record<string, string> } = {},
) {
  const body = Buffer.from(JSON.stringify(payload));
  const signature = createHmac("sha256", SENDERS_SECRET).update(body).digest("hex");
  const call = {
    key: url.split("/").at(-1) ?? "",
    headers: { "x-replify-signature": `sha256=${signature}`, ...headers },
    body,
    bodyBytes: body.length,
    ip: IP,
  };
  return receiveRequest(call).catch((error: Error) => error.message);
}

const learn = (id: string) => rotateIncomingSecret(ctx, id, { overlapSeconds: 0, secret: SENDERS_SECRET });

async function rows(id: string, query: object = {}) {
  return (await listIncomingRequests(ctx, id, listIncomingRequestsQuerySchema.parse(query))).data;
}

async function subjects() {
  const own = eq(tickets.organizationId, ctx.organizationId);
  return (await database().select().from(tickets).where(own).orderBy(tickets.id)).map(
    ({ subject }) => subject,
  );
}

test("those that fail again are passed by, so that following the cursor ends and reaches the good ones", async () => {
  const made = await webhook();
  for (const payload of [{ no: 1 }, { no: 2 }, { subject: "three" }, { no: 4 }, { subject: "five" }])
    await send(made, { payload });
  await learn(made.id);
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let page = 1; page <= 5; page++) {
    const answer = await reprocessRequests(ctx, made.id, { limit: 2, cursor });
    seen.push(...answer.data.map(({ result }) => result));
    if (answer.nextCursor === null) break;
    cursor = answer.nextCursor;
  }
  expect(seen).toEqual(["rejected", "rejected", "accepted", "rejected", "accepted"]);
  expect(await subjects()).toEqual(["three", "five"]);
  expect(await rows(made.id, { needsAttention: "true" })).toMatchObject(
    Array.from({ length: 3 }, () => ({
      reason: "unusable_payload",
      detail: expect.stringContaining("subject"),
    })),
  );
  expect((await getIncomingWebhook(ctx, made.id)).quarantinedRequests).toBe(3);
});

test("a sender's own retries make one ticket when all are accepted at once", async () => {
  const made = await webhook();
  const headers = { "idempotency-key": randomUUID() };
  for (let copy = 1; copy <= 3; copy++) await send(made, { headers });
  await learn(made.id);
  const { data } = await reprocessRequests(ctx, made.id, { limit: 100 });
  expect(data.map(({ result }) => result)).toEqual(["accepted", "duplicate", "duplicate"]);
  expect(await subjects()).toEqual(["Hi"]);
  const [last, , first] = await rows(made.id);
  expect(last).toMatchObject({ originalRequestId: first?.id, ticket: { id: first?.ticket?.id } });
});

test("nor does what was refused, sent again and accepted meanwhile, even after its key was forgotten", async () => {
  const made = await webhook();
  const headers = { "idempotency-key": randomUUID() };
  await send(made, { headers });
  await learn(made.id);
  await send(made, { headers });
  await database().delete(incomingRequestKeys).where(eq(incomingRequestKeys.webhookId, made.id));
  expect((await reprocessRequests(ctx, made.id, { limit: 100 })).data).toMatchObject([
    { result: "duplicate" },
  ]);
  expect(await subjects()).toEqual(["Hi"]);
});

test("a right signature from an address that is not allowed stays refused until the address is", async () => {
  const made = await webhook({ secret: SENDERS_SECRET, allowedCidrs: ["198.51.100.0/24"] });
  await send(made);
  expect((await reprocessRequests(ctx, made.id, { limit: 100 })).data).toMatchObject([
    { result: "rejected", reason: "ip_not_allowed" },
  ]);
  await updateIncomingWebhook(ctx, made.id, { allowedCidrs: [`${IP}/32`] });
  expect((await reprocessRequests(ctx, made.id, { limit: 100 })).data).toMatchObject([
    { result: "accepted" },
  ]);
});

test("another sender's scheme is named, and once it is set the request is accepted", async () => {
  const made = await webhook({ secret: SENDERS_SECRET, signatureScheme: "github" });
  await send(made);
  const [row] = await rows(made.id);
  expect(row).toMatchObject({ reason: "other_scheme", detail: expect.stringContaining("Replify") });
  await updateIncomingWebhook(ctx, made.id, { signatureScheme: "replify" });
  expect(await reprocessRequest(ctx, made.id, row?.id ?? "")).toMatchObject({
    data: [{ result: "accepted" }],
  });
});

test("a slip of the settings gives nothing up for good", async () => {
  const made = await webhook();
  await send(made);
  await updateIncomingWebhook(ctx, made.id, { requireTimestamp: true });
  await learn(made.id);
  expect((await reprocessRequests(ctx, made.id, { limit: 100 })).data).toMatchObject([
    { reason: "missing_timestamp" },
  ]);
  await updateIncomingWebhook(ctx, made.id, { requireTimestamp: false });
  expect((await reprocessRequests(ctx, made.id, { limit: 100 })).data).toMatchObject([
    { result: "accepted" },
  ]);
});

test("what a paused webhook holds waits until it resumes", async () => {
  const made = await webhook({ secret: SENDERS_SECRET, holdWhilePaused: true });
  await updateIncomingWebhook(ctx, made.id, { status: "paused" });
  await send(made);
  expect((await reprocessRequests(ctx, made.id, { limit: 100 })).data).toEqual([]);
  expect((await getIncomingWebhook(ctx, made.id)).heldRequests).toBe(1);
});

test("the list is searched by id, key and address, as a whole", async () => {
  const made = await webhook({ secret: SENDERS_SECRET });
  const key = randomUUID();
  await send(made, { headers: { "idempotency-key": key } });
  await send(made);
  const [second, first] = await rows(made.id);
  expect(await rows(made.id, { q: key })).toEqual([first]);
  expect(await rows(made.id, { q: second?.id })).toEqual([second]);
  expect(await rows(made.id, { q: IP })).toHaveLength(2);
  expect(await rows(made.id, { q: key.slice(0, 8) })).toEqual([]);
  expect(await rows(made.id, { q: "203.0.113.8" })).toEqual([]);
});
