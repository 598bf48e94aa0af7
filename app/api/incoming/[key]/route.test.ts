import { createHmac, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { incomingRequests, tickets } from "@/db/schema";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";
import { POST } from "./route";

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

async function post(body: Uint8Array<ArrayBuffer> | string, headers: Record<string, string> = {}) {
  const request = new Request(webhook.url, {
    method: "POST",
    body,
    headers: { ...headers, "x-replify-client-address": address() },
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

test("packed bodies are refused unread", async () => {
  expect((await postSigned("{}", { "content-encoding": "gzip" })).status).toBe(415);
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
  const kept = eq(incomingRequests.webhookId, webhook.id);
  expect(
    await database().select({ id: incomingRequests.id }).from(incomingRequests).where(kept),
  ).toHaveLength(50);
});
