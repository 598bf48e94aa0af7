import { createHmac } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { debugSignature } from "@/features/incoming-requests/debug-signature";
import { getIncomingRequest, listIncomingRequests } from "@/features/incoming-requests/queries";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { debugSignatureSchema, listIncomingRequestsQuerySchema } from "@/features/incoming-requests/schema";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook, updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";

const BODY = '{"subject":"Printer on fire"}';
const NINE_MINUTES_S = 540;

let ctx: Context;
let webhook: CreatedIncomingWebhook;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
  const input = createIncomingWebhookSchema.parse({ name: "Shop", action: "create_ticket" });
  webhook = await createIncomingWebhook(ctx, input);
});

function headersOf(at: number, secret = webhook.secret): Record<string, string> {
  const digest = createHmac("sha256", secret).update(`${at}.${BODY}`).digest("hex");
  return { "x-replify-timestamp": String(at), "x-replify-signature": `sha256=${digest}` };
}

const now = () => Math.floor(Date.now() / 1000);

async function sent(headers: Record<string, string>, text = BODY) {
  const key = webhook.url.split("/").at(-1) ?? "";
  const body = Buffer.from(text);
  await receiveRequest({ key, headers, body, bodyBytes: body.length, ip: null }).catch(() => undefined);
  const { data } = await listIncomingRequests(ctx, webhook.id, listIncomingRequestsQuerySchema.parse({}));
  return getIncomingRequest(ctx, webhook.id, data[0]?.id ?? "");
}

describe("the verdict", () => {
  test("tells the age of a timestamp", async () => {
    const { verdict } = await sent(headersOf(now() - NINE_MINUTES_S));
    expect(verdict).toBe("Rejected: the timestamp is 9 min old, the limit is 5 min.");
  });

  test("tells the limit that the sender has, as the debugger does", async () => {
    await updateIncomingWebhook(ctx, webhook.id, { sender: "mailgun" });
    const timestamp = String(now() - 14 * 3600);
    const signature = createHmac("sha256", webhook.secret).update(`${timestamp}t0ken`).digest("hex");
    const body = JSON.stringify({ signature: { timestamp, token: "t0ken", signature } });
    const { verdict } = await sent({}, body);
    expect(verdict).toBe("Rejected: the timestamp is 14 h old, the limit is 12 h.");
    const debugged = await debugSignature(ctx, webhook.id, debugSignatureSchema.parse({ headers: {}, body }));
    expect(debugged.limitSeconds).toBe(12 * 3600);
  });

  test("tells what came of an accepted one, and of its repeat", async () => {
    const headers = headersOf(now());
    expect((await sent(headers)).verdict).toBe("Accepted: it led to ticket #1.");
    expect((await sent(headers)).verdict).toMatch(/^Repeated: /);
  });
});

test("what was signed is told by the scheme of then, not by today's", async () => {
  const at = now();
  const { id } = await sent(headersOf(at));
  await updateIncomingWebhook(ctx, webhook.id, { signatureScheme: "slack" });
  await updateIncomingWebhook(ctx, webhook.id, { signatureScheme: "github" });
  expect(await getIncomingRequest(ctx, webhook.id, id)).toMatchObject({
    signatureScheme: "replify",
    signed: { prefix: `${at}.` },
  });
});

describe("the signature debugger", () => {
  const input = (headers: object, more: object = {}) =>
    debugSignatureSchema.parse({ headers, body: BODY, ...more });

  test("takes headers as text, bytes as base64 and the time of arrival", async () => {
    const at = now() - NINE_MINUTES_S;
    const headers = Object.entries(headersOf(at)).map(([name, value]) => `${name}: ${value}`);
    const text = debugSignatureSchema.parse({
      headers: headers.join("\n"),
      body: Buffer.from(BODY).toString("base64"),
      bodyEncoding: "base64",
      receivedAt: new Date((at + 1) * 1000).toISOString(),
    });
    expect(await debugSignature(ctx, webhook.id, text)).toMatchObject({
      isAccepted: true,
      matched: "current",
      skewSeconds: 1,
    });
  });

  test("tells neither a secret nor a digest that the caller doesn't have", async () => {
    const answer = JSON.stringify(
      await debugSignature(ctx, webhook.id, input(headersOf(now(), "another secret"))),
    );
    const digest = headersOf(now())["x-replify-signature"]?.slice("sha256=".length) ?? "none";
    expect(answer).toContain('"matched":null');
    expect(answer).not.toContain(digest);
    expect(answer).not.toContain(webhook.secret);
  });

  test("answers one person sixty times a minute, also at once, and turns away what is too much", async () => {
    const calls = Array.from({ length: 80 }, () => debugSignature(ctx, webhook.id, input(headersOf(now()))));
    const failed = (await Promise.allSettled(calls)).flatMap((one) =>
      one.status === "rejected" ? [one.reason.code] : [],
    );
    expect(failed.filter((code) => code === "rate_limited")).toHaveLength(20);
    for (const code of failed) expect(["rate_limited", "unavailable"]).toContain(code);
    await expect(debugSignature(ctx, webhook.id, input({}))).rejects.toMatchObject({ status: 429 });
  });

  test("is for those who may change the webhook, of its own organization", async () => {
    const headers = headersOf(now());
    const reader = { ...ctx, permissions: new Set(["incoming_webhooks:read" as const]) };
    await expect(debugSignature(reader, webhook.id, input(headers))).rejects.toMatchObject({ status: 403 });
    const stranger = createContext(await createUser(await createOrganization()));
    await expect(debugSignature(stranger, webhook.id, input(headers))).rejects.toMatchObject({ status: 404 });
  });
});
