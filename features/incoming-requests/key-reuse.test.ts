import { like } from "drizzle-orm";
import fc from "fast-check";
import { Webhook } from "svix";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "@/db/client";
import type { Sender } from "@/db/enums";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { incomingRequestKeys } from "@/db/schema";
import { getIncomingRequest, listIncomingRequests } from "@/features/incoming-requests/queries";
import { type IncomingAnswer, receiveRequest } from "@/features/incoming-requests/receive";
import { reprocessRequest, reprocessRequests } from "@/features/incoming-requests/reprocess";
import {
  listIncomingRequestsQuerySchema,
  reprocessRequestsQuerySchema,
} from "@/features/incoming-requests/schema";
import { drain } from "@/features/incoming-requests/sent-requests";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import {
  type CreatedIncomingWebhook,
  createIncomingWebhookSchema,
} from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook, updateIncomingWebhook } from "@/features/incoming-webhooks/service";
import { SCHEMES } from "@/features/signatures/schemes/schemes";
import { signRequest } from "@/features/signatures/sign-request";
import { listTickets } from "@/features/tickets/queries";
import { listTicketsQuerySchema } from "@/features/tickets/schema";
import type { Context } from "@/lib/context";

const NOW = Date.now();
const FIRE = { subject: "Printer on fire" };
const FLOOD = { subject: "Cellar under water" };

let ctx: Context;
let webhook: CreatedIncomingWebhook;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
  webhook = await create("stripe");
});

/** Stripe's way is signed with the time and has no id but that in the body; Shopify's has neither a time nor a signed id. */
function create(signatureScheme: Sender, more: object = {}) {
  const input = { name: "Shop", action: "create_ticket", signatureScheme, ...more };
  return createIncomingWebhook(ctx, createIncomingWebhookSchema.parse(input));
}

interface Sending {
  scheme?: Sender;
  atMs?: number;
  headers?: Record<string, string>;
}

function send(payload: object, { scheme = "stripe", atMs = NOW, headers = {} }: Sending = {}) {
  const body = Buffer.from(JSON.stringify(payload));
  const signed = signRequest(SCHEMES[scheme], { secret: webhook.secret, body, nowMs: atMs });
  const key = webhook.url.split("/").at(-1) ?? "";
  const all = { ...signed, ...headers };
  return receiveRequest({ key, headers: all, body, bodyBytes: body.length, ip: "203.0.113.7" });
}

function withKey(key: string, more: Sending = {}): Sending {
  return { ...more, headers: { "idempotency-key": key, ...more.headers } };
}

async function subjects() {
  const { data } = await listTickets(ctx, listTicketsQuerySchema.parse({}));
  return data.map(({ subject }) => subject).toSorted();
}

async function rows() {
  return (await listIncomingRequests(ctx, webhook.id, listIncomingRequestsQuerySchema.parse({}))).data;
}

const REUSED = { status: 422, code: "idempotency_key_reused" };

describe("a key", () => {
  test("with another body is refused, kept with its reason and the way on, and can be accepted", async () => {
    const first = await send(FIRE, withKey("1"));
    await expect(send(FLOOD, withKey("1"))).rejects.toMatchObject(REUSED);
    expect(await subjects()).toEqual([FIRE.subject]);
    const [row] = await rows();
    expect(row).toMatchObject({
      result: "rejected",
      reason: "idempotency_key_reused",
      originalRequestId: first.body.requestId,
    });
    const id = row?.id ?? "";
    expect((await getIncomingRequest(ctx, webhook.id, id)).verdict).toMatch(
      /^Rejected: its Idempotency-Key came before, with another body\..*verify and accept it/,
    );
    expect((await getIncomingWebhook(ctx, webhook.id)).quarantinedRequests).toBe(1);
    const all = await reprocessRequests(ctx, webhook.id, reprocessRequestsQuerySchema.parse({}));
    expect(all.data).toEqual([]);
    await reprocessRequest(ctx, webhook.id, id);
    expect(await subjects()).toEqual([FLOOD.subject, FIRE.subject]);
    expect(await send(FLOOD, withKey("1", { atMs: NOW + 1000 }))).toMatchObject({
      status: 200,
      body: { requestId: id },
    });
    expect(await send(FIRE, withKey("1", { atMs: NOW + 1000 }))).toEqual({ status: 200, body: first.body });
  });

  test("with the same body, signed anew, is the sender's retry", async () => {
    const first = await send(FIRE, withKey("1"));
    const retry = await send(FIRE, withKey("1", { atMs: NOW + 60_000 }));
    expect(retry).toEqual({ status: 200, body: first.body });
  });

  test("sent 50 times at once with bodies of their own belongs to one of them", async () => {
    const sent = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => send({ subject: `Message ${index}` }, withKey("1"))),
    );
    expect(sent.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of sent) if (one.status === "rejected") expect(one.reason).toMatchObject(REUSED);
    expect(await subjects()).toHaveLength(1);
    expect((await rows()).filter(({ reason }) => reason === "idempotency_key_reused").length).toBeGreaterThan(
      0,
    );
  });

  test("of a request that was of no use is free for its retry, and the first copy is then a repeat", async () => {
    await expect(send({ title: "Mend me" }, withKey("1"))).rejects.toThrow("can't be used");
    await updateIncomingWebhook(ctx, webhook.id, { mapping: { subject: "title" } });
    const retry = await send({ title: "Mend me" }, withKey("1", { atMs: NOW + 1000 }));
    expect(retry.status).toBe(202);
    const all = await reprocessRequests(ctx, webhook.id, reprocessRequestsQuerySchema.parse({}));
    expect(all.data).toMatchObject([{ result: "duplicate" }]);
    expect(await subjects()).toEqual(["Mend me"]);
  });

  test("that was taken since a request was refused shows before that is accepted", async () => {
    await expect(send({ title: "Mend me" }, withKey("1"))).rejects.toThrow("can't be used");
    const id = (await rows())[0]?.id ?? "";
    await send(FIRE, withKey("1"));
    await updateIncomingWebhook(ctx, webhook.id, { mapping: { subject: "title" } });
    const look = () => reprocessRequest(ctx, webhook.id, id);
    expect((await look()).data).toMatchObject([{ result: "rejected", reason: "idempotency_key_reused" }]);
    expect((await look()).data).toMatchObject([{ result: "accepted" }]);
  });

  test("that came before bodies were remembered with it still knows its repeats", async () => {
    const first = await send(FIRE, withKey("1"));
    await database().delete(incomingRequestKeys).where(like(incomingRequestKeys.key, "copy:%"));
    expect(await send(FIRE, withKey("1", { atMs: NOW + 1000 }))).toEqual({ status: 200, body: first.body });
    await expect(send(FLOOD, withKey("1"))).rejects.toMatchObject(REUSED);
  });
});

describe("a captured request under another key", () => {
  test("leaves that key to the request that is still to come, also where a retry was captured", async () => {
    const first = await send(FIRE, withKey("1"));
    await send(FIRE, withKey("1", { atMs: NOW + 1000 }));
    for (const atMs of [NOW, NOW + 1000])
      expect(await send(FIRE, withKey("2", { atMs }))).toEqual({ status: 200, body: first.body });
    expect((await send(FLOOD, withKey("2"))).status).toBe(202);
    expect((await send(FLOOD, withKey("2", { atMs: NOW + 2000 }))).status).toBe(200);
    expect(await subjects()).toEqual([FLOOD.subject, FIRE.subject]);
  });

  test("after the genuine one changes nothing", async () => {
    await send(FIRE, withKey("1"));
    const second = await send(FLOOD, withKey("2"));
    await send(FIRE, withKey("2"));
    expect(await send(FLOOD, withKey("2", { atMs: NOW + 1000 }))).toEqual({ status: 200, body: second.body });
    expect(await subjects()).toHaveLength(2);
  });

  test("takes no place among those that wait for a webhook to resume", async () => {
    await updateIncomingWebhook(ctx, webhook.id, { status: "paused", holdWhilePaused: true });
    await send(FIRE, withKey("1"));
    await send(FIRE, withKey("2"));
    await send(FLOOD, withKey("2"));
    await send({ subject: "Reused" }, withKey("2"));
    await updateIncomingWebhook(ctx, webhook.id, { status: "active" });
    await drain(webhook);
    expect((await rows()).map(({ result, reason }) => reason ?? result)).toEqual([
      "idempotency_key_reused",
      "accepted",
      "duplicate",
      "accepted",
    ]);
    expect(await subjects()).toEqual([FLOOD.subject, FIRE.subject]);
  });

  test("whatever is replayed in between, each genuine request is taken exactly once", async () => {
    const replay = fc.record({ of: fc.nat(3), key: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(replay, { maxLength: 3 }), { maxLength: 4 }), async (gaps) => {
        webhook = await create("stripe");
        const before = (await subjects()).length;
        const run = crypto.randomUUID();
        for (const [index, replays] of gaps.entries()) {
          const genuine = await send({ subject: `${run} ${index}` }, withKey(String(index)));
          expect(genuine.status).toBe(202);
          for (const { of, key } of replays.filter((one) => one.of <= index))
            await send({ subject: `${run} ${of}` }, withKey(String(key)));
        }
        expect(await subjects()).toHaveLength(before + gaps.length);
      }),
      { numRuns: 5 },
    );
  });
});

describe("a sender's own id", () => {
  test.each([
    ["github", "x-github-delivery"],
    ["shopify", "x-shopify-webhook-id"],
    ["shopify", "x-shopify-event-id"],
    ["replify", "x-replify-delivery-id"],
    ["woocommerce", "x-wc-webhook-delivery-id"],
    ["sentry", "request-id"],
    ["linear", "linear-delivery"],
  ] as const)(
    "of %s in %s is no proof: a replay under the next one makes nothing vanish",
    async (scheme, header) => {
      webhook = await create(scheme);
      const as = (id: string): Sending => ({ scheme, headers: { [header]: id } });
      const first = await send(FIRE, as("1"));
      expect(await send(FIRE, as("1"))).toEqual({ status: 200, body: first.body });
      await send(FIRE, as("2"));
      const second = await send(FLOOD, as("2"));
      expect(second.status).toBe(202);
      expect(await send(FLOOD, as("2"))).toEqual({ status: 200, body: second.body });
      await expect(send({ subject: "Third" }, as("2"))).rejects.toMatchObject(REUSED);
    },
  );

  test("of Shopify is told again under every topic that one act touches", async () => {
    webhook = await create("shopify");
    const as = (topic: string): Sending => ({
      scheme: "shopify",
      headers: { "x-shopify-event-id": "1", "x-shopify-topic": topic },
    });
    const sent: IncomingAnswer[] = [
      await send(FIRE, as("orders/create")),
      await send(FLOOD, as("orders/paid")),
    ];
    expect(sent.map(({ status }) => status)).toEqual([202, 202]);
  });

  test("in the signed body is proof, also where other words stand around it", async () => {
    const event = { id: "evt_1", ...FIRE };
    const first = await send({ ...event, pending_webhooks: 2 }, withKey("1"));
    const again = await send({ ...event, pending_webhooks: 1 }, withKey("2", { atMs: NOW + 1000 }));
    expect(again).toEqual({ status: 200, body: first.body });
    expect((await send({ id: "evt_2", ...FIRE }, withKey("2"))).status).toBe(202);
  });

  test.each([
    ["slack", (id: string) => ({ event_id: id })],
    ["pagerduty", (id: string) => ({ event: { id } })],
    ["typeform", (id: string) => ({ event_id: id })],
    ["intercom", (id: string) => ({ id })],
  ] as const)("of %s is found in its body", async (scheme, event) => {
    webhook = await create(scheme);
    const first = await send({ ...event("1"), ...FIRE }, { scheme });
    expect(await send({ ...event("1"), ...FLOOD }, { scheme })).toEqual({ status: 200, body: first.body });
    expect((await send({ ...event("2"), ...FLOOD }, { scheme })).status).toBe(202);
  });

  test("that is signed beside the body goes with one body", async () => {
    webhook = await create("standard_webhooks");
    const sign = (payload: object) => {
      const body = JSON.stringify(payload);
      const signature = new Webhook(webhook.secret).sign("msg_1", new Date(NOW), body);
      const headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": String(Math.floor(NOW / 1000)),
        "webhook-signature": signature,
      };
      return send(payload, { scheme: "standard_webhooks", headers });
    };
    expect((await sign(FIRE)).status).toBe(202);
    expect((await sign(FIRE)).status).toBe(200);
    await expect(sign(FLOOD)).rejects.toMatchObject(REUSED);
  });
});
