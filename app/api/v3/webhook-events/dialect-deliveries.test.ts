import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "@/app/api/_lib/test-server";
import { createToken, createUser } from "@/db/factories";
import { ReplyV3Client } from "@/e2e/reference-client/reply-v3-client";
import { RestHooksSubscriber } from "@/e2e/reference-client/rest-hooks-subscriber";
import { REPLY_EVENTS } from "@/e2e/source-events";
import { ctx, DRAIN_MS, receiver, withOwnDatabaseAndReceiver } from "@/features/deliveries/test-set-up";
import { eventDefinition } from "@/features/event-catalog/catalog";
import { EVENT_TYPES, isEventType } from "@/features/event-catalog/names";
import { publishEvents } from "@/features/events/publish";
import { REST_HOOK_EVENTS } from "@/features/rest-hooks/schema";
import { sendAllDue } from "@/features/sending/pump";
import { mintToken } from "@/features/tokens/secret";
import type { Scope } from "@/lib/scopes";
import "@/app/api/webhooks/route";
import "@/app/api/webhooks/[id]/route";
import "@/app/api/v3/webhooks/route";
import "@/app/api/v3/webhooks/[id]/route";
import "./route";
import "./[eventId]/route";

withOwnDatabaseAndReceiver();

const REPLIED = {
  type: "email_replied" as const,
  data: {
    contact: { id: 12, email: "dana@example.com", customFields: [{ key: "plan", value: "pro" }] },
    sequence: { id: 7, stepNumber: 2 },
    replyMessageId: "m1",
  },
};

let server: TestServer;
let token: string;

beforeAll(async () => {
  server = await startTestServer({});
});

afterAll(() => server.stop());

beforeEach(async () => {
  token = await tokenWith();
});

async function tokenWith(scopes?: Scope[]): Promise<string> {
  const made = mintToken();
  const user = await createUser({ id: ctx.organizationId, name: "Acme" });
  await createToken(user, { token: made, ...(scopes && { scopes }) });
  return made;
}

function replyClient(key = token): ReplyV3Client {
  return new ReplyV3Client(`${server.url}/api/v3`, key);
}

function subscribeReply(more: object = {}) {
  return replyClient().createWebhook({
    targetUrl: `${receiver.url}/hook`,
    eventTypes: ["email_replied"],
    subscriptionLevel: "organization",
    ...more,
  });
}

describe("reply-v3-create-webhook.txt", () => {
  test("create, deliveries in the format, log, delete", async () => {
    const { body: webhook } = await subscribeReply({ secret: "hmac-secret-key" });
    await publishEvents(ctx, [REPLIED]);
    await sendAllDue(DRAIN_MS);

    const [request] = receiver.requests;
    const { contact, sequence, replyMessageId } = REPLIED.data;
    expect(JSON.parse(request?.text ?? "")).toEqual({
      event: { id: expect.any(String), type: "email_replied", timestamp: expect.any(String) },
      subscription: { id: webhook.id, workspaceId: ctx.organizationId },
      payload: { contact, sequence, data: { replyMessageId } },
      attempt: 1,
    });
    const signature = createHmac("sha256", "hmac-secret-key")
      .update(request?.text ?? "")
      .digest("hex");
    expect(request?.headers).toMatchObject({ "x-reply-signature": signature });

    const { status, body: log } = await replyClient().listWebhookEvents(`?subscriptionId=${webhook.id}`);
    expect([status, log]).toEqual([200, [JSON.parse(request?.text ?? "")]]);
    const [logged] = log;
    expect((await replyClient().getWebhookEvent(logged?.event.id ?? "")).body).toEqual(logged);
    expect((await replyClient().getWebhook(webhook.id)).body).toMatchObject({ attempt: 1 });

    expect((await replyClient().deleteWebhook(webhook.id)).status).toBe(204);
    await publishEvents(ctx, [REPLIED]);
    await sendAllDue(DRAIN_MS);
    expect(receiver.requests).toHaveLength(1);
  });

  test("without a secret nothing is signed", async () => {
    await subscribeReply();
    await publishEvents(ctx, [REPLIED]);
    await sendAllDue(DRAIN_MS);
    const names = Object.keys(receiver.requests[0]?.headers ?? {});
    expect(names.filter((name) => name.includes("signature"))).toEqual([]);
    expect(names).toContain("webhook-id");
  });

  test("the log by type and page; what the key may not read is left out", async () => {
    await subscribeReply({ eventTypes: ["email_replied", "link_clicked", "client.created"] });
    const clicked = { type: "email_link_clicked" as const, data: {} };
    await publishEvents(ctx, [REPLIED, clicked, { type: "client.created", data: {} }]);
    const types = async (query: string, client = replyClient()) =>
      (await client.listWebhookEvents(query)).body.map(({ event }) => event.type);
    expect(await types("")).toEqual(["client.created", "link_clicked", "email_replied"]);
    expect(await types("?eventType=link_clicked")).toEqual(["link_clicked"]);
    expect(await types("?limit=1&offset=2")).toEqual(["email_replied"]);
    expect(await types("", replyClient(await tokenWith(["events:read"])))).toEqual([
      "link_clicked",
      "email_replied",
    ]);
    for (const query of ["?limit=101", "?offset=10001", "?subscriptionId=1"])
      expect((await replyClient().listWebhookEvents(query)).status, query).toBe(400);
    const nobody = "01900000-0000-7000-8000-000000000000";
    expect((await replyClient().getWebhookEvent(nobody)).status).toBe(404);
  });
});

describe("reply-webhook-event-types.txt", () => {
  test("each event is delivered by the name that the webhook lists", async () => {
    const older: Record<string, string> = {
      contact_opted_out: "email_unsubscribed",
      email_link_clicked: "link_clicked",
      email_auto_reply: "auto_reply_received",
    };
    const types = [...REPLY_EVENTS, "email_auto_reply"].filter(isEventType);
    const names = types.map((type) => older[type] ?? type);
    expect(names).toHaveLength(REPLY_EVENTS.length + 1);
    const { status } = await subscribeReply({ eventTypes: names });
    expect(status).toBe(201);
    await publishEvents(
      ctx,
      types.map((type) => ({ type, data: { ...eventDefinition(type).sample } })),
    );
    await sendAllDue(DRAIN_MS);
    const told = receiver.requests.map(({ text }) => JSON.parse(text).event.type);
    expect(told.toSorted()).toEqual(names.toSorted());
  });
});

describe("repliers-webhooks.txt", () => {
  test("every event reaches its target as a list, with the value of the handshake", async () => {
    const subscriber = new RestHooksSubscriber(`${server.url}/api`, { "REPLIERS-API-KEY": token });
    await subscriber.listen();
    for (const event of REST_HOOK_EVENTS) {
      const { status } = await subscriber.subscribe(subscriber.target(`/${event}`), event);
      expect(status, event).toBe(201);
    }
    const wanted = EVENT_TYPES.filter((type) => REST_HOOK_EVENTS.some((event) => event === type));
    await publishEvents(
      ctx,
      wanted.map((type) => ({ type, data: { ...eventDefinition(type).sample } })),
    );
    await sendAllDue(DRAIN_MS);
    const got = subscriber.received.map(({ text }) => text);
    expect(got.toSorted()).toEqual(
      wanted.map((type) => JSON.stringify([eventDefinition(type).sample])).toSorted(),
    );
    for (const { headers } of subscriber.received) {
      expect(headers["content-type"]).toBe("application/json");
      expect(headers["x-api-key"]).toBe(headers["x-hook-secret"]);
    }
    await subscriber.stop();
  });

  test("filters hold back what doesn't match", async () => {
    const subscriber = new RestHooksSubscriber(`${server.url}/api`, { Authorization: token });
    await subscriber.listen();
    const configuration = { filters: [{ field: "map.city", values: ["Toronto"] }] };
    await subscriber.subscribe(subscriber.target("/toronto"), "listing.created", { configuration });
    const listing = (city: string) => ({ type: "listing.created" as const, data: { map: { city } } });
    await publishEvents(ctx, [listing("Ottawa"), listing("Toronto")]);
    await sendAllDue(DRAIN_MS);
    expect(subscriber.received.map(({ text }) => JSON.parse(text))).toEqual([[{ map: { city: "Toronto" } }]]);
    await subscriber.stop();
  });
});
