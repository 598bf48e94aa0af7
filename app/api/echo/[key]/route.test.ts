import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { echoRequests } from "@/db/schema";
import { atOnce } from "@/e2e/held-row";
import { getEchoReceiver, getEchoRequest, listEchoRequests } from "@/features/echo/queries";
import { pruneEchoRequests } from "@/features/echo/retention";
import { type EchoReceiver, echoAnswerSchema } from "@/features/echo/schema";
import { createEchoReceiver, deleteEchoReceiver, updateEchoReceiver } from "@/features/echo/service";
import { perMinute, takeFromRateLimit } from "@/features/limits/rate-limit";
import { signDelivery } from "@/features/signatures/sign-delivery";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { createSubscription } from "@/features/subscriptions/service";
import type { Context } from "@/lib/context";
import { DELETE, GET, OPTIONS, POST } from "./route";

let ctx: Context;
let receiver: EchoReceiver;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
  receiver = await createEchoReceiver(ctx, { name: "Echo" });
});

function keyOf({ url }: Pick<EchoReceiver, "url">): string {
  return url.split("/").at(-1) ?? "";
}

/** An address of its own each time, so that no limit of addresses hides what comes after it. */
function call(
  handler: typeof POST,
  {
    method = "POST",
    key = keyOf(receiver),
    headers = {},
    body,
  }: Partial<{
    method: string;
    key: string;
    headers: Record<string, string>;
    body: string | Uint8Array<ArrayBuffer>;
  }> = {},
) {
  const [a, b, c] = crypto.getRandomValues(new Uint8Array(3));
  const request = new Request(receiver.url, {
    method,
    headers: { ...headers, "x-replify-client-address": `10.${a}.${b}.${c}` },
    ...(body !== undefined && { body }),
  });
  return handler(request, { params: Promise.resolve({ key }) });
}

async function kept(query = { limit: 100 }) {
  return (await listEchoRequests(ctx, receiver.id, query)).data;
}

async function newest() {
  const [request] = await kept({ limit: 1 });
  return getEchoRequest(ctx, receiver.id, request?.id ?? "");
}

test("keeps the bytes as they came, and no credential", async () => {
  const bytes = Uint8Array.from([0xff, 0x00, 0x7b, 0x0d, 0x0a]);
  const headers = {
    authorization: "Bearer rpl_0123456789abcdef0123456789",
    cookie: "session=0123456789abcdef",
    "content-type": "application/octet-stream",
    "x-note": "hello",
  };
  const response = await call(POST, { headers, body: bytes });
  expect(response.status).toBe(200);
  expect(response.headers.get("set-cookie")).toBeNull();
  const request = await newest();
  expect(request).toMatchObject({
    body: Buffer.from(bytes).toString("base64"),
    bodyEncoding: "base64",
    bodyBytes: 5,
    isDelivery: false,
    signature: "none",
    signatures: [],
    deliveryId: null,
  });
  expect(request.headers["x-note"]).toBe("hello");
  expect(JSON.stringify(request.headers)).not.toMatch(/0123456789abcdef|client-address/);
});

test("what it is sent never comes back in its answer", async () => {
  const script = "<script>alert(1)</script>";
  const response = await call(POST, {
    headers: { "content-type": "text/html", "x-a": script },
    body: script,
  });
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.text()).toBe(JSON.stringify({ received: true, id: (await newest()).id }));
});

test.each([
  ["an unknown key", () => "A".repeat(32)],
  ["a key too short", () => keyOf(receiver).slice(1)],
  ["a key with more behind it", () => `${keyOf(receiver)}/`],
  ["a key in another case", () => keyOf(receiver).toUpperCase().toLowerCase()],
  ["NUL", () => "a\0b"],
  ["the receiver's id", () => receiver.id],
])("%s is 404, and nothing is kept", async (_, key) => {
  const response = await call(POST, { key: key(), body: "{}" });
  expect(response.status).toBe(404);
  expect(await response.text()).not.toContain(receiver.name);
  expect(await kept()).toEqual([]);
});

test("a deleted one is 404 like any, and what it got is gone", async () => {
  await call(POST, { body: "{}" });
  const unknown = await (await call(POST, { key: "A".repeat(32), body: "{}" })).json();
  await deleteEchoReceiver(ctx, receiver.id);
  const gone = await call(POST, { body: "{}" });
  expect({ ...(await gone.json()), requestId: "" }).toEqual({ ...unknown, requestId: "" });
  const mine = eq(echoRequests.receiverId, receiver.id);
  expect(await database().select().from(echoRequests).where(mine)).toEqual([]);
});

test.each([
  ["GET", GET],
  ["DELETE", DELETE],
])("%s tells nobody whether there is one", async (method, handler) => {
  const answers = await Promise.all(
    [keyOf(receiver), "A".repeat(32)].map((key) => call(handler, { method, key })),
  );
  const shown = await Promise.all(
    answers.map(async (answer) => ({ status: answer.status, detail: Object(await answer.json()).detail })),
  );
  expect(shown[0]).toEqual(shown[1]);
  expect(shown[0]?.status).toBe(405);
});

test("other sites' pages may not read it", async () => {
  const response = await call(OPTIONS, { method: "OPTIONS", headers: { origin: "https://evil.example" } });
  expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
});

test("more than 256 KiB is refused, and not kept", async () => {
  expect((await call(POST, { body: "x".repeat(256 * 1024 + 1) })).status).toBe(413);
  expect((await call(POST, { body: "{}", headers: { "content-encoding": "gzip" } })).status).toBe(415);
  expect(await kept()).toEqual([]);
});

test("only the newest hundred stay, and of large ones only the last 2 MiB", async () => {
  for (let sent = 0; sent < 103; sent++) await call(POST, { body: String(sent) });
  expect(await kept()).toHaveLength(100);
  expect((await newest()).body).toBe("102");
  const body = "x".repeat(256 * 1024);
  await Promise.all(Array.from({ length: 20 }, () => call(POST, { body })));
  const [row] = await database().execute<{ bytes: number }>(
    sql`select sum(kept_bytes)::int as bytes from echo_requests where receiver_id = ${receiver.id}`,
  );
  expect(row?.bytes).toBeLessThanOrEqual(2 * 1024 * 1024);
  expect((await getEchoReceiver(ctx, receiver.id)).requestCount).toBe((await kept()).length);
});

test("what is told of long signatures takes room like the rest", async () => {
  const headers = {
    "webhook-id": "x".repeat(9_000),
    "webhook-timestamp": "1",
    "webhook-signature": `v1,${"A".repeat(43)}=`,
  };
  await call(POST, { headers, body: "{}" });
  const [row] = await database().select().from(echoRequests).where(eq(echoRequests.receiverId, receiver.id));
  expect(JSON.stringify(row?.signatures).length).toBeGreaterThan(9_000);
  expect(row?.keptBytes).toBeGreaterThan(9_000);
});

test("after 600 requests a minute it keeps no more", async () => {
  await call(POST, { body: "{}" });
  await takeFromRateLimit(perMinute("echo:receiver", 600), receiver.id, 599);
  const response = await call(POST, { body: "{}" });
  expect(response.status).toBe(429);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await kept()).toHaveLength(1);
});

test("a request that somebody signs by hand is verified, too, and one that is wrong says why", async () => {
  const { secret } = await createSubscription(
    ctx,
    createSubscriptionSchema.parse({ name: "Shop", targetUrl: receiver.url, eventTypes: ["ticket.*"] }),
  );
  const body = '{"by":"hand"}';
  const deliveryId = randomUUID();
  const sign = (timestamp: number) => ({
    "webhook-id": deliveryId,
    "webhook-timestamp": String(timestamp),
    ...signDelivery({ secrets: [secret ?? ""], own: null, deliveryId, timestamp, body }),
  });
  const now = Math.floor(Date.now() / 1000);
  await call(POST, { headers: sign(now), body });
  expect(await newest()).toMatchObject({ signature: "verified", deliveryId: null });
  await call(POST, { headers: sign(now), body: `${body} ` });
  expect((await newest()).signatures).toMatchObject([
    { isValid: false, secret: null, secretNow: null, detail: expect.stringContaining("No secret") },
  ]);
  await call(POST, { headers: sign(now - 900), body });
  const [late] = (await newest()).signatures;
  expect(late).toMatchObject({ isValid: false, detail: expect.stringContaining("limit is 300 s") });
  expect(late?.skewSeconds).toBeGreaterThanOrEqual(900);
});

test("without a subscription that sends there, it says what is missing", async () => {
  await call(POST, { headers: { "x-replify-signature": `sha256=${"0".repeat(64)}` }, body: "{}" });
  expect((await newest()).signatures).toMatchObject([
    { isValid: false, detail: expect.stringContaining("No event subscription sends here") },
  ]);
});

test("it answers as it was told, as often as it was told", async () => {
  const answer = echoAnswerSchema.parse({ status: 429, retryAfterSeconds: 9, left: 2 });
  await updateEchoReceiver(ctx, receiver.id, { answer });
  const responses = await Promise.all([1, 2, 3].map(() => call(POST, { body: "{}" })));
  expect(responses.map(({ status }) => status).toSorted()).toEqual([200, 429, 429]);
  expect(responses.filter(({ headers }) => headers.get("retry-after") === "9")).toHaveLength(2);
  expect((await getEchoReceiver(ctx, receiver.id)).answer).toMatchObject({ status: 429, left: 0 });
});

test("without a number it answers like that for ever", async () => {
  const answer = echoAnswerSchema.parse({ status: 500, left: null });
  await updateEchoReceiver(ctx, receiver.id, { answer });
  for (let sent = 0; sent < 3; sent++) expect((await call(POST, { body: "{}" })).status).toBe(500);
  expect((await getEchoReceiver(ctx, receiver.id)).answer).toMatchObject({ status: 500, left: null });
});

test("one that is deleted while a request is on its way is 404, and nothing of it is kept", async () => {
  const held = { table: "echo_receivers", column: "id", value: receiver.id };
  const [, sent] = await atOnce<Response | undefined>(held, [
    async () => {
      await deleteEchoReceiver(ctx, receiver.id);
      return undefined;
    },
    () => call(POST, { body: "{}" }),
  ]);
  expect(sent?.status).toBe(404);
  const mine = eq(echoRequests.receiverId, receiver.id);
  expect(await database().select().from(echoRequests).where(mine)).toEqual([]);
});

test("what is older than a week goes", async () => {
  await call(POST, { body: "old" });
  await database().execute(sql`
    update echo_requests set id = ('00000000' || substr(id::text, 9))::uuid where receiver_id = ${receiver.id}`);
  await call(POST, { body: "new" });
  await pruneEchoRequests();
  expect((await kept()).map(({ bodyBytes }) => bodyBytes)).toEqual([3]);
  expect((await newest()).body).toBe("new");
});

test("no headers and no bytes make it fail", { timeout: 60_000 }, async () => {
  const name = fc.constantFrom(
    "webhook-id",
    "webhook-timestamp",
    "webhook-signature",
    "x-replify-signature",
    "x-a",
  );
  const value = fc.stringMatching(/^[\x20-\x7e\x80-\xff]{0,300}$/);
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(name, value),
      fc.uint8Array({ maxLength: 500 }),
      async (headers, bytes) => {
        const response = await call(POST, { headers, body: Uint8Array.from(bytes) });
        expect(response.status).toBe(200);
        const request = await newest();
        const { body, bodyEncoding } = request;
        expect(Buffer.from(body ?? "", bodyEncoding)).toEqual(Buffer.from(bytes));
      },
    ),
    { numRuns: 60 },
  );
});
