import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { incomingRequests, tickets } from "@/db/schema";
import { reprocessRequest } from "@/features/incoming-requests/reprocess";
import { getIncomingStats } from "@/features/incoming-webhooks/queries";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook, updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import { perMinute, takeFromRateLimit } from "@/features/limits/rate-limit";
import type { Context } from "@/lib/context";
import { GET, HEAD, POST } from "./route";

let ctx: Context;
let webhook: Awaited<ReturnType<typeof createIncomingWebhook>>;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
  const input = { name: "Fuzzed", action: "create_ticket", ratePerMinute: 6000 };
  webhook = await createIncomingWebhook(ctx, createIncomingWebhookSchema.parse(input));
});

/** An address of its own each time, so that no limit hides what comes after it. */
function address(): string {
  const [a, b, c] = crypto.getRandomValues(new Uint8Array(3));
  return `10.${a}.${b}.${c}`;
}

const MULTIPART = [
  "--XX",
  'Content-Disposition: form-data; name="subject"',
  "",
  "Fire",
  "--XX",
  'Content-Disposition: form-data; name="attachment-1"; filename="smoke.png"',
  "Content-Type: image/png",
  "",
  "\u0001\u0002\r\n--X",
  "--XX--",
  "",
].join("\r\n");

function rows() {
  const { id, reason, isBodyKept } = incomingRequests;
  const own = eq(incomingRequests.webhookId, webhook.id);
  return database().select({ id, reason, isBodyKept }).from(incomingRequests).where(own).orderBy(id);
}

async function reasons() {
  return (await rows()).map(({ reason }) => reason);
}

function post(body: Uint8Array<ArrayBuffer> | string, headers: Record<string, string> = {}) {
  return send(body, headers);
}

async function send(body: BodyInit, headers: Record<string, string>) {
  const request = new Request(webhook.url, {
    method: "POST",
    body,
    ...(body instanceof ReadableStream && { duplex: "half" }),
    headers: { "x-replify-client-address": address(), ...headers },
  });
  const key = webhook.url.split("/").at(-1) ?? "";
  return POST(request, { params: Promise.resolve({ key }) });
}

function signature(body: Uint8Array | string): Record<string, string> {
  return {
    "x-replify-signature": `sha256=${createHmac("sha256", webhook.secret).update(body).digest("hex")}`,
  };
}

function postSigned(body: Uint8Array<ArrayBuffer> | string, headers: Record<string, string> = {}) {
  return post(body, { ...headers, ...signature(body) });
}

test("no headers and no bytes make it fail, signed or not", { timeout: 60_000 }, async () => {
  const name = fc.constantFrom(
    "x-replify-signature",
    "x-replify-timestamp",
    "x-replify-hops",
    "x-replify-delivery-id",
    "idempotency-key",
    "content-type",
    "user-agent",
    "x-hub-signature-256",
    "x-custom",
  );
  // Bytes that a header may have; Node refuses the rest before they get here.
  const value = fc.stringMatching(/^[\x20-\x7e\x80-\xff]{0,300}$/);
  const json = fc.json().map((text) => Uint8Array.from(Buffer.from(text)));
  const ticket = fc
    .record(
      {
        subject: fc.jsonValue(),
        body: fc.jsonValue(),
        customer: fc.jsonValue(),
        tags: fc.jsonValue(),
        diagnostics: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    .map((payload) => Uint8Array.from(Buffer.from(JSON.stringify(payload))));
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(name, value),
      fc.oneof(
        fc.uint8Array({ maxLength: 2000 }).map((bytes) => Uint8Array.from(bytes)),
        json,
        ticket,
      ),
      fc.boolean(),
      async (headers, bytes, isSigned) => {
        const { "x-replify-timestamp": _, ...others } = headers;
        const response = isSigned ? await postSigned(bytes, others) : await post(bytes, headers);
        expect(response.status, await response.text()).toBeLessThan(500);
        if (!isSigned) expect([401, 429]).toContain(response.status);
      },
    ),
    { numRuns: 150 },
  );
});

test.each([
  ["a NUL character in the subject", '{"subject":"a\\u0000b"}'],
  ["a NUL character elsewhere", '{"subject":"a","other":"\\u0000"}'],
  ["half a surrogate pair", '{"subject":"\\ud800"}'],
  ["a hundred thousand brackets", "[".repeat(100_000)],
  ["depth within a field", `{"subject":"x","diagnostics":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}`],
  ["__proto__", '{"subject":"x","__proto__":{"status":"closed"}}'],
  ["a number beyond all bounds", '{"subject":1e999}'],
  ["the same key twice", '{"subject":"a","subject":"b"}'],
  ["nothing at all", ""],
])("%s is no failure of ours", async (_, body) => {
  expect((await postSigned(body)).status).toBeLessThan(500);
});

test("a key that no webhook can have is unknown", async () => {
  const request = new Request("http://localhost:3000/api/incoming/a%00b", { method: "POST" });
  const { status } = await POST(request, { params: Promise.resolve({ key: "a\0b" }) });
  expect(status).toBe(404);
});

test("a body packed with gzip is verified as it came, and then unpacked", async () => {
  const gzip = { "content-encoding": "gzip" };
  const packed = Uint8Array.from(gzipSync(JSON.stringify({ subject: "Packed" })));
  expect((await postSigned(packed, gzip)).status).toBe(202);
  expect((await post(packed, { ...gzip, ...signature(JSON.stringify({ subject: "Packed" })) })).status).toBe(
    401,
  );
  expect((await postSigned("{}", gzip)).status).toBe(400);
  expect((await postSigned("{}", { "content-encoding": "br" })).status).toBe(415);
});

test("a bomb is given up by its size and by its ratio", async () => {
  const bomb = Uint8Array.from(gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20)));
  expect((await postSigned(bomb, { "content-encoding": "gzip" })).status).toBe(413);
  const text = `{"subject":"${"a".repeat(900_000)}"}`;
  const small = Uint8Array.from(gzipSync(text, { level: 9 }));
  expect((await postSigned(small, { "content-encoding": "gzip" })).status).toBe(413);
});

test.each([
  ["a form", "subject=Fire&body=Smoke+it+is", "application/x-www-form-urlencoded"],
  [
    "JSON in a form's payload",
    `payload=${encodeURIComponent('{"subject":"Fire"}')}`,
    "application/x-www-form-urlencoded",
  ],
  ["JSON that curl calls a form", '{"subject":"Fire"}', "application/x-www-form-urlencoded"],
  ["JSON that is called text", '{"subject":"Fire"}', "text/plain"],
  ["a form with files", MULTIPART, "multipart/form-data; boundary=XX"],
])("%s is read", async (_, body, type) => {
  const response = await postSigned(body, { "content-type": type });
  expect(response.status, await response.clone().text()).toBe(202);
  const [ticket] = await database()
    .select({ subject: tickets.subject })
    .from(tickets)
    .where(eq(tickets.organizationId, ctx.organizationId));
  expect(ticket?.subject).toBe("Fire");
});

test("XML is refused with a sentence that says so, and a row", async () => {
  const response = await postSigned("<?xml version='1.0'?><a/>", { "content-type": "application/xml" });
  expect(response.status).toBe(415);
  expect(await response.text()).toContain("XML");
  expect(await reasons()).toEqual(["unsupported_body"]);
});

test("what is not posted has a row, and HEAD tells that the address is there", async () => {
  const key = webhook.url.split("/").at(-1) ?? "";
  const call = (handler: typeof GET, method: string, of = key) =>
    handler(new Request(webhook.url, { method, headers: { "x-replify-client-address": address() } }), {
      params: Promise.resolve({ key: of }),
    });
  const got = await call(GET, "GET");
  expect(got.status).toBe(405);
  expect(got.headers.get("allow")).toBe("POST, HEAD, OPTIONS");
  expect((await call(GET, "GET", "unknown")).status).toBe(405);
  expect(await reasons()).toEqual(["not_post"]);
  expect((await call(HEAD, "HEAD")).status).toBe(200);
  expect((await call(HEAD, "HEAD", "unknown")).status).toBe(404);
});

test("a flood of calls that post nothing is told to wait, and is not even counted", async () => {
  const key = webhook.url.split("/").at(-1) ?? "";
  const ip = address();
  const headers = { "x-replify-client-address": ip };
  await takeFromRateLimit(perMinute("incoming:failures", 120), `${webhook.id}|${ip}`, 118);
  const get = async () => {
    const request = new Request(webhook.url, { headers });
    return (await GET(request, { params: Promise.resolve({ key }) })).status;
  };
  expect([await get(), await get(), await get()]).toEqual([405, 405, 429]);
  expect((await getIncomingStats(ctx, webhook.id)).rejected).toBe(2);
  expect(await reasons()).toEqual(["not_post", "not_post"]);
  expect((await postSigned('{"subject":"Still taken"}', headers)).status).toBe(202);
});

test("a body of another length than it says has a row", async () => {
  expect((await postSigned('{"subject":"x"}', { "content-length": "99" })).status).toBe(400);
  expect(await reasons()).toEqual(["malformed_body"]);
});

test("a body over the limit is kept if its signature is right, and taken once the limit is raised", async () => {
  const large = JSON.stringify({ subject: "Large", other: "x".repeat(1_200_000) });
  expect((await post(large)).status).toBe(413);
  expect((await postSigned(large)).status).toBe(413);
  const kept = await rows();
  expect(kept.map(({ isBodyKept }) => isBodyKept)).toEqual([false, true]);
  const id = kept[1]?.id ?? "";
  const before = await reprocessRequest(ctx, webhook.id, id);
  expect(before.data[0]).toMatchObject({ result: "rejected", reason: "too_large" });
  await updateIncomingWebhook(ctx, webhook.id, { maxBodyBytes: 2 * 1024 * 1024 });
  expect((await reprocessRequest(ctx, webhook.id, id)).data[0]).toMatchObject({ result: "accepted" });
});

test("so is one that is over the limit once it is unpacked", async () => {
  const packed = Uint8Array.from(
    gzipSync(JSON.stringify({ subject: "Large", other: randomBytes(600_000).toString("hex") })),
  );
  expect((await postSigned(packed, { "content-encoding": "gzip" })).status).toBe(413);
  const [row] = await rows();
  expect(row?.isBodyKept).toBe(true);
  await updateIncomingWebhook(ctx, webhook.id, { maxBodyBytes: 2 * 1024 * 1024 });
  const [done] = (await reprocessRequest(ctx, webhook.id, row?.id ?? "")).data;
  expect(done).toMatchObject({ result: "accepted" });
});

test("bodies in flight have a limit for all of them together", async () => {
  const max = 25 * 1024 * 1024;
  await updateIncomingWebhook(ctx, webhook.id, { maxBodyBytes: max });
  const open: ReadableStreamDefaultController<Uint8Array>[] = [];
  const slow = () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(new Uint8Array(22 * 1024 * 1024));
        open.push(controller);
      },
    });
    return send(body, {});
  };
  const calls = [slow(), slow(), slow()];
  expect((await Promise.race(calls)).status).toBe(503);
  expect((await Promise.race(calls)).headers.get("retry-after")).toMatch(/^\d+$/);
  for (const controller of open) {
    try {
      controller.close();
    } catch {
      // That of the one that was given up.
    }
  }
  const statuses = (await Promise.all(calls)).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([401, 401, 503]);
  expect((await postSigned(JSON.stringify({ subject: "After" }))).status).toBe(202);
});

test("what a body becomes when it is read counts as well, and comes in once there is room", async () => {
  await updateIncomingWebhook(ctx, webhook.id, { maxBodyBytes: 25 * 1024 * 1024 });
  const noise = () => randomBytes(32).toString("hex");
  const text = Array.from({ length: 11_000 }, () => noise() + "a".repeat(2_000)).join("");
  const packed = Uint8Array.from(gzipSync(JSON.stringify({ subject: "Packed", text })));
  const many = `{"subject":"Many","list":[${"{},".repeat(330_000)}{}]}`;
  const calls: Promise<Response>[] = [];
  const endings: (() => void)[] = [];
  const beginSlow = () =>
    new Promise<void>((isRead) => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(new Uint8Array(22 * 1024 * 1024));
          endings.push(() => controller.close());
        },
        pull: () => isRead(),
      });
      calls.push(send(body, {}));
    });
  await beginSlow();
  await beginSlow();
  const both = () =>
    Promise.all([postSigned(packed, { "content-encoding": "gzip" }), postSigned(many)]).then((responses) =>
      responses.map(({ status }) => status),
    );
  expect(await both()).toEqual([503, 503]);
  for (const end of endings) end();
  await Promise.all(calls);
  expect(await both()).toEqual([202, 202]);
});

test("what needs more than there is for all, once it is unpacked and read, comes in when it is alone", async () => {
  await updateIncomingWebhook(ctx, webhook.id, { maxBodyBytes: 25 * 1024 * 1024 });
  // Noise, which packs badly, in as many lists as one payload may have: 15, 23 and 31 MiB.
  const noise = randomBytes(520_000 * 30).toString("base64");
  const lists = Array.from(
    { length: 520_000 },
    (_, index) => `["${noise.slice(40 * index, 40 * index + 40)}"]`,
  );
  const packed = Uint8Array.from(gzipSync(`{"subject":"Packed","lists":[${lists.join()}]}`));
  const response = await postSigned(packed, { "content-encoding": "gzip" });
  expect(response.status).toBe(202);
});

test("JSON of more lists and objects than one payload may have is refused", async () => {
  await updateIncomingWebhook(ctx, webhook.id, { maxBodyBytes: 25 * 1024 * 1024 });
  const response = await postSigned(`[${"{},".repeat(530_000)}{}]`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ detail: expect.stringContaining("524,288") });
  expect((await postSigned(JSON.stringify({ subject: "{[".repeat(300_000) }))).status).toBe(202);
});

test("50 copies at once with one Idempotency-Key make one ticket", async () => {
  const body = JSON.stringify({ subject: "Once" });
  const headers = { "idempotency-key": randomUUID() };
  const responses = await Promise.all(Array.from({ length: 50 }, () => postSigned(body, headers)));
  const statuses = responses.map(({ status }) => status).toSorted();
  expect(statuses).toEqual([...Array.from({ length: 49 }, () => 200), 202]);
  const answers = await Promise.all(responses.map((response) => response.text()));
  expect(new Set(answers).size).toBe(1);
  const own = eq(tickets.organizationId, ctx.organizationId);
  expect(await database().select().from(tickets).where(own)).toHaveLength(1);
  expect(await rows()).toHaveLength(50);
});
