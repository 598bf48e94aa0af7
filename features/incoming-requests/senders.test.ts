import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "@/db/client";
import type { Sender } from "@/db/enums";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, incomingRequests, tickets } from "@/db/schema";
import { getIncomingRequest } from "@/features/incoming-requests/queries";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { reprocessRequest } from "@/features/incoming-requests/reprocess";
import { sendTestRequest } from "@/features/incoming-requests/send-test";
import { rotateIncomingSecret } from "@/features/incoming-webhooks/rotation";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook, updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import type { Context } from "@/lib/context";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

function create(more: object): Promise<CreatedIncomingWebhook> {
  const input = { name: "Sender", action: "create_ticket", ...more };
  return createIncomingWebhook(ctx, createIncomingWebhookSchema.parse(input));
}

function send(webhook: CreatedIncomingWebhook, headers: Record<string, string>, text: string, query = "") {
  const body = Buffer.from(text);
  const key = webhook.url.split("/").at(-1) ?? "";
  return receiveRequest({ key, headers, body, url: webhook.url + query, bodyBytes: body.length, ip: null });
}

function hmac(secret: string, ...parts: string[]) {
  return createHmac("sha256", secret).update(parts.join(""));
}

async function count() {
  const own = eq(tickets.organizationId, ctx.organizationId);
  return (await database().select({ id: tickets.id }).from(tickets).where(own)).length;
}

async function rows(webhook: CreatedIncomingWebhook) {
  return database()
    .select({ id: incomingRequests.id, headers: incomingRequests.headers, query: incomingRequests.query })
    .from(incomingRequests)
    .where(eq(incomingRequests.webhookId, webhook.id))
    .orderBy(incomingRequests.id);
}

describe("calls by which a sender tries the address are answered as it wants, and make nothing", () => {
  const now = () => String(Math.floor(Date.now() / 1000));

  test("WooCommerce's ping, which is a form and not signed", async () => {
    const webhook = await create({ sender: "woocommerce" });
    const type = { "content-type": "application/x-www-form-urlencoded" };
    expect(await send(webhook, type, "webhook_id=42")).toMatchObject({ status: 200 });
    await expect(send(webhook, type, "webhook_id=42&subject=Forged")).rejects.toMatchObject({
      code: "unauthorized",
    });
    const github = await create({ sender: "github" });
    await expect(send(github, type, "webhook_id=42")).rejects.toMatchObject({ code: "unauthorized" });
    expect(await count()).toBe(0);
  });

  test("Slack's challenge", async () => {
    const webhook = await create({ sender: "slack", secret: "8f742231b10e8888abcd99yyyzzz85a5" });
    const body = JSON.stringify({ type: "url_verification", challenge: "3eZbrw1aB" });
    const at = now();
    const signature = `v0=${hmac(webhook.secret, `v0:${at}:`, body).digest("hex")}`;
    const headers = { "x-slack-request-timestamp": at, "x-slack-signature": signature };
    expect(await send(webhook, headers, body)).toEqual({ status: 200, body: { challenge: "3eZbrw1aB" } });
  });

  test("nothing that Slack would not send as its challenge", async () => {
    const webhook = await create({ sender: "slack", secret: "8f742231b10e8888abcd99yyyzzz85a5" });
    for (const challenge of [{ toString: 1 }, ["x"], null, 7]) {
      const body = JSON.stringify({ type: "url_verification", challenge });
      const at = now();
      const signature = `v0=${hmac(webhook.secret, `v0:${at}:`, body).digest("hex")}`;
      const headers = { "x-slack-request-timestamp": at, "x-slack-signature": signature };
      await expect(send(webhook, headers, body)).rejects.toMatchObject({ reason: "unusable_payload" });
    }
  });

  test("Zoom's, which asks for the secret's proof", async () => {
    const webhook = await create({ sender: "zoom", secret: "zoom-secret-token" });
    const body = JSON.stringify({
      event: "endpoint.url_validation",
      payload: { plainToken: "qgg8vlvZRS6UYooatFL8Aw" },
    });
    const at = now();
    const signature = `v0=${hmac(webhook.secret, `v0:${at}:`, body).digest("hex")}`;
    const headers = { "x-zm-request-timestamp": at, "x-zm-signature": signature };
    expect(await send(webhook, headers, body)).toEqual({
      status: 200,
      body: {
        plainToken: "qgg8vlvZRS6UYooatFL8Aw",
        encryptedToken: hmac(webhook.secret, "qgg8vlvZRS6UYooatFL8Aw").digest("hex"),
      },
    });
  });

  test("Discord's PING of commands and of events, with no answer to a forged one", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const key = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
    const webhook = await create({ sender: "discord", secret: key });
    expect(webhook.warnings).toEqual([]);
    const ping = (type: number, signer = privateKey) => {
      const body = JSON.stringify({ version: 1, application_id: "1", type });
      const at = now();
      const signature = sign(null, Buffer.from(at + body), signer).toString("hex");
      return send(webhook, { "x-signature-timestamp": at, "x-signature-ed25519": signature }, body);
    };
    expect(await ping(1)).toEqual({ status: 200, body: { type: 1 } });
    expect(await ping(0)).toMatchObject({ status: 204 });
    await expect(ping(1, generateKeyPairSync("ed25519").privateKey)).rejects.toMatchObject({
      code: "unauthorized",
    });
  });

  test.each<[Sender, (body: string, secret: string) => Record<string, string>, object]>([
    [
      "github",
      (body, secret) => ({
        "x-github-event": "ping",
        "x-hub-signature-256": `sha256=${hmac(secret, body).digest("hex")}`,
      }),
      { zen: "Keep it logically awesome." },
    ],
    [
      "intercom",
      (body, secret) => ({
        "x-hub-signature": `sha1=${createHmac("sha1", secret).update(body).digest("hex")}`,
      }),
      { type: "notification_event", topic: "ping" },
    ],
    [
      "pagerduty",
      (body, secret) => ({ "x-pagerduty-signature": `v1=${hmac(secret, body).digest("hex")}` }),
      { event: { event_type: "pagey.ping" } },
    ],
  ])("%s's ping", async (sender, headers, payload) => {
    const webhook = await create({ sender });
    const body = JSON.stringify(payload);
    expect(await send(webhook, headers(body, webhook.secret), body)).toEqual({
      status: 200,
      body: { status: "pong" },
    });
    expect(await count()).toBe(0);
  });
});

test("a command of Slack is answered in words, and its ticket is made once", async () => {
  const webhook = await create({ sender: "slack", mapping: { subject: "text" } });
  const fields = {
    command: "/ticket",
    text: "Printer on fire",
    response_url: "https://hooks.slack.com/commands/1",
  };
  const body = new URLSearchParams(fields).toString();
  const at = String(Math.floor(Date.now() / 1000));
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": at,
    "x-slack-signature": `v0=${hmac(webhook.secret, `v0:${at}:`, body).digest("hex")}`,
  };
  for (let time = 0; time < 2; time++)
    expect(await send(webhook, headers, body)).toMatchObject({
      status: 200,
      body: { response_type: "ephemeral" },
    });
  expect(await count()).toBe(1);
  expect(await rows(webhook)).toHaveLength(2);
});

test("a command of Discord is answered in words that only its author sees, and makes a ticket; what is typed so far makes none", async () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const secret = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
  const webhook = await create({ sender: "discord", secret, mapping: { subject: "data.options.0.value" } });
  const call = (payload: object, signer = privateKey) => {
    const body = JSON.stringify(payload);
    const at = String(Math.floor(Date.now() / 1000));
    const signature = sign(null, Buffer.from(at + body), signer).toString("hex");
    return send(webhook, { "x-signature-timestamp": at, "x-signature-ed25519": signature }, body);
  };
  const interaction = (id: string, type: number) => ({
    id,
    application_id: "845027738276462632",
    type,
    data: { id: "1", name: "ticket", options: [{ name: "text", type: 3, value: "Printer on fire" }] },
  });
  const typing = await call(interaction("846462639134605311", 4));
  expect(typing).toEqual({ status: 200, body: { type: 8, data: { choices: [] } } });
  expect(await count()).toBe(0);
  const answered = { status: 200, body: { type: 4, data: { content: expect.any(String), flags: 64 } } };
  for (let time = 0; time < 2; time++)
    expect(await call(interaction("846462639134605312", 2))).toEqual(answered);
  expect(await count()).toBe(1);
  await expect(
    call(interaction("846462639134605313", 2), generateKeyPairSync("ed25519").privateKey),
  ).rejects.toMatchObject({ code: "unauthorized" });
  expect(await count()).toBe(1);
});

test("a message that Twilio tells wants no words", async () => {
  const webhook = await create({
    sender: "twilio",
    secret: "auth-token-0123456789",
    mapping: { subject: "Body" },
  });
  const body = new URLSearchParams({ From: "+34600000000", Body: "Fire" }).toString();
  const signed = `${webhook.url}BodyFireFrom+34600000000`;
  const headers = {
    "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
    "x-twilio-signature": createHmac("sha1", webhook.secret).update(signed).digest("base64"),
  };
  expect(await send(webhook, headers, body)).toMatchObject({ status: 204 });
  expect(await count()).toBe(1);
});

test("a webhook's sender is said in one way, and shown in all", async () => {
  for (const two of [
    { sender: "github", signatureScheme: "github" },
    { sender: "github", signature: { type: "bearer" } },
    { signatureScheme: "github", signature: { type: "bearer" } },
  ]) {
    const parsed = createIncomingWebhookSchema.safeParse({ name: "x", action: "create_ticket", ...two });
    expect(parsed.error?.issues[0]?.message).toContain("Give one of sender");
  }
  expect(await create({})).toMatchObject({ sender: "replify", signatureScheme: "replify", signature: null });
  expect(await create({ signatureScheme: "stripe" })).toMatchObject({ sender: "stripe" });
  const webhook = await create({ signature: { type: "header", header: "X-Own-Key" } });
  expect(webhook).toMatchObject({
    sender: null,
    signatureScheme: "generic",
    signature: { type: "header", header: "X-Own-Key" },
    warnings: [expect.stringContaining("a changed body is not noticed")],
  });
  expect(await updateIncomingWebhook(ctx, webhook.id, { sender: "github" })).toMatchObject({
    sender: "github",
    signature: null,
    warnings: [],
  });
  const log = await database().select().from(auditLog).where(eq(auditLog.organizationId, ctx.organizationId));
  expect(JSON.stringify(log.map(({ changes }) => changes))).toContain("X-Own-Key");
});

test("a secret is taken as it was meant, and told if it is odd", async () => {
  const whsec = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
  const pasted = [` ${whsec}\n`, `"${whsec}"`, `v1,${whsec}`, `'v1,${whsec}' `];
  for (const secret of pasted)
    expect(await create({ sender: "standard_webhooks", secret })).toMatchObject({
      secret: whsec,
      warnings: [],
    });
  const odd = await create({ sender: "github", secret: "••••••••••••" });
  expect(odd.warnings).toEqual([expect.stringContaining("dots or stars")]);
  const rotated = await rotateIncomingSecret(ctx, odd.id, {
    overlapSeconds: 0,
    secret: "GITHUB_SECRET=abcdefgh1234",
  });
  expect(rotated.warnings).toEqual([expect.stringContaining(".env")]);
  const sendgrid = await create({ sender: "sendgrid" });
  expect(sendgrid.warnings).toEqual([expect.stringContaining("public key")]);
  await expect(sendTestRequest(ctx, sendgrid.id)).rejects.toThrow("Nobody but SendGrid");
});

test("a secret that comes with each request stands in no row, whatever its header is called", async () => {
  const webhook = await create({ signature: { type: "header", header: "X-From-The-Shop" } });
  const headers = { "x-from-the-shop": webhook.secret, "x-other": "kept" };
  await send(webhook, headers, '{"subject":"Fire"}');
  await expect(send(webhook, { "x-from-the-shop": "a wrong secret" }, "{}")).rejects.toMatchObject({
    code: "unauthorized",
  });
  const kept = JSON.stringify(await rows(webhook));
  expect(kept).toContain("kept");
  expect(kept).not.toContain(webhook.secret);
  expect(kept).not.toContain("a wrong secret");
});

test("what came with the right secret can be accepted later, what came with a wrong one can't", async () => {
  const webhook = await create({ signature: { type: "bearer" }, mapping: { subject: "nowhere" } });
  const right = { authorization: `Bearer ${webhook.secret}` };
  await expect(send(webhook, right, '{"title":"Fire"}')).rejects.toMatchObject({ code: "invalid" });
  await expect(send(webhook, { authorization: "Bearer x" }, '{"title":"Forged"}')).rejects.toThrow();
  await updateIncomingWebhook(ctx, webhook.id, { mapping: { subject: "title" } });
  const [good, forged] = await rows(webhook);
  expect((await reprocessRequest(ctx, webhook.id, good?.id ?? "")).data[0]).toMatchObject({
    result: "accepted",
  });
  expect((await reprocessRequest(ctx, webhook.id, forged?.id ?? "")).data[0]).toMatchObject({
    result: "rejected",
    detail: expect.stringContaining("not kept"),
  });
  expect(await count()).toBe(1);
});

test("an address that is signed with its query is known again later", async () => {
  const signature = {
    type: "hmac",
    header: "X-Sig",
    algorithm: "sha256",
    encoding: "hex",
    signs: "url+body",
  };
  const webhook = await create({ signature, mapping: { subject: "nowhere" } });
  const body = '{"title":"Fire"}';
  const query = "?from=shop&x=%20";
  const headers = { "x-sig": hmac(webhook.secret, webhook.url + query, body).digest("hex") };
  await expect(send(webhook, headers, body)).rejects.toMatchObject({ code: "unauthorized" });
  await expect(send(webhook, headers, body, query)).rejects.toMatchObject({ code: "invalid" });
  await updateIncomingWebhook(ctx, webhook.id, { mapping: { subject: "title" } });
  const row = (await rows(webhook)).find((one) => one.query === query);
  expect((await reprocessRequest(ctx, webhook.id, row?.id ?? "")).data[0]).toMatchObject({
    result: "accepted",
  });
});

test("the files of a form are listed with the request", async () => {
  const webhook = await create({ sender: "mailgun", mapping: { subject: "subject" } });
  const at = String(Math.floor(Date.now() / 1000));
  const fields = {
    timestamp: at,
    token: "t0ken",
    signature: hmac(webhook.secret, at, "t0ken").digest("hex"),
    subject: "Fire",
  };
  const parts = Object.entries(fields).map(
    ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--b\r\nContent-Disposition: form-data; name="attachment-1"; filename="smoke.png"\r\nContent-Type: image/png\r\n\r\n12345\r\n--b--\r\n`;
  const body = parts.join("") + file;
  const type = { "content-type": "multipart/form-data; boundary=b" };
  expect(await send(webhook, type, body)).toMatchObject({ status: 202 });
  expect(await send(webhook, type, body)).toMatchObject({ status: 200 });
  expect(await send(webhook, type, body.replace("Fire", "Forged"))).toMatchObject({ status: 200 });
  expect(await count()).toBe(1);
  const ids = (await rows(webhook)).map(({ id }) => id).toSorted();
  expect((await getIncomingRequest(ctx, webhook.id, ids[0] ?? "")).files).toEqual([
    { field: "attachment-1", name: "smoke.png", type: "image/png", size: 5 },
  ]);
});
