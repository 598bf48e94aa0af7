import { createHmac, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { attempts, deliveries, events, incomingRequests, messages } from "@/db/schema";
import { turnIntoTicket } from "@/features/chats/turn-into-ticket";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { makeWebhook, send } from "@/features/incoming-requests/sent-requests";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { createSubscription } from "@/features/subscriptions/service";
import { pauseSubscription } from "@/features/subscriptions/status";
import { createTeam } from "@/features/team/teams";
import { createTicketSchema } from "@/features/tickets/schema";
import { createTicket, deleteTicket, updateTicket } from "@/features/tickets/service";
import { cutText } from "@/features/trace/cut-text";
import { getEventTrace, getRequestTrace, getTicketTrace } from "@/features/trace/queries";
import { stepsOf } from "@/features/trace/steps";
import { traceSummary } from "@/features/trace/summary";
import type { Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";

async function signedIn(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

function subscribe(ctx: Context, name: string, more: object = {}) {
  const input = { name, targetUrl: "http://127.0.0.1:19999/hook", eventTypes: ["ticket.*"], ...more };
  return createSubscription(ctx, createSubscriptionSchema.parse(input));
}

async function openByWebhook(ctx: Context) {
  const input = createIncomingWebhookSchema.parse({ name: "Crash reporter", action: "create_ticket" });
  const webhook = await createIncomingWebhook(ctx, input);
  const body = Buffer.from('{"subject":"Printer on fire"}');
  const signature = createHmac("sha256", webhook.secret).update(body).digest("hex");
  const { body: answer } = await receiveRequest({
    key: webhook.url.split("/").at(-1) ?? "",
    headers: { "x-replify-signature": `sha256=${signature}` },
    body,
    bodyBytes: body.length,
    ip: "203.0.113.7",
  });
  return { webhook, ticketId: String(answer.ticketId), requestId: String(answer.requestId) };
}

describe("a trace", () => {
  test("joins request, ticket, events and deliveries, and says why others got nothing", async () => {
    const ctx = await signedIn();
    const all = await subscribe(ctx, "All");
    const paused = await subscribe(ctx, "Paused");
    await pauseSubscription(ctx, paused.id);
    const chats = await subscribe(ctx, "Chats", { eventTypes: ["chat.started"] });
    const { id: teamId } = await createTeam(ctx, { name: "Billing" });
    const team = await subscribe(ctx, "Team", { subscriptionLevel: "team", teamIds: [teamId] });
    const { webhook, ticketId, requestId } = await openByWebhook(ctx);
    await updateTicket(ctx, ticketId, { priority: "high" });
    const late = await subscribe(ctx, "Late");

    const trace = await getTicketTrace(ctx, ticketId);
    expect(trace.ticket).toMatchObject({
      id: ticketId,
      subject: "Printer on fire",
      source: "incoming_webhook",
    });
    expect(trace.requests).toMatchObject([
      {
        id: requestId,
        webhook: { id: webhook.id, name: "Crash reporter" },
        result: "accepted",
        statusCode: 202,
      },
    ]);
    expect(
      trace.events.map(({ type, actor, requestId: cause }) => ({ type, by: actor.name, cause })),
    ).toEqual([
      { type: "ticket.created", by: "webhook Crash reporter", cause: requestId },
      { type: "ticket.updated", by: "Ada", cause: null },
    ]);
    for (const event of trace.events) {
      expect(event.deliveries.map(({ subscription, status }) => [subscription.id, status])).toEqual([
        [all.id, "pending"],
        [paused.id, "held"],
      ]);
      const reasons = Object.fromEntries(event.missed.map((miss) => [miss.subscription.id, miss.reason]));
      expect(reasons).toEqual({
        [chats.id]: "type_not_listed",
        [late.id]: "created_later",
        [team.id]: "other_team",
      });
    }
    expect(trace).toMatchObject({ isCut: false, withheld: [] });

    const [created] = trace.events;
    expect(await getEventTrace(ctx, created?.id ?? "")).toEqual(trace);
    expect(await getRequestTrace(ctx, webhook.id, requestId)).toEqual(trace);
  });

  test("shows only the links that its reader may read, and names the scopes for the others", async () => {
    const ctx = await signedIn();
    await subscribe(ctx, "All");
    const { ticketId } = await openByWebhook(ctx);
    const narrow: Context = { ...ctx, permissions: new Set(["tickets:read"]) };
    const trace = await getTicketTrace(narrow, ticketId);
    expect(trace.events).toMatchObject([{ type: "ticket.created", deliveries: [], missed: [] }]);
    expect(trace).toMatchObject({ requests: [], withheld: ["incoming_webhooks:read", "deliveries:read"] });
  });

  test("outlives its ticket as the trace of an event", async () => {
    const ctx = await signedIn();
    const ticket = await createTicket(ctx, createTicketSchema.parse({ subject: "Printer on fire" }));
    const [created] = (await getTicketTrace(ctx, ticket.id)).events;
    await deleteTicket(ctx, ticket.id);
    await expect(getTicketTrace(ctx, ticket.id)).rejects.toThrow(NotFoundError);
    const trace = await getEventTrace(ctx, created?.id ?? "");
    expect(trace.ticket).toBeNull();
    expect(trace.events.map(({ type }) => type)).toEqual(["ticket.created", "ticket.deleted"]);
  });

  test("is unknown to another organization", async () => {
    const ctx = await signedIn();
    const { webhook, ticketId, requestId } = await openByWebhook(ctx);
    const [created] = (await getTicketTrace(ctx, ticketId)).events;
    const other = await signedIn();
    await expect(getTicketTrace(other, ticketId)).rejects.toThrow(NotFoundError);
    await expect(getEventTrace(other, created?.id ?? "")).rejects.toThrow(NotFoundError);
    await expect(getRequestTrace(other, webhook.id, requestId)).rejects.toThrow(NotFoundError);
    await expect(getRequestTrace(ctx, randomUUID(), requestId)).rejects.toThrow(NotFoundError);
  });
});

describe("what a webhook posted into a chat", () => {
  const post = async (ctx: Context) => {
    const made = await makeWebhook(ctx, { name: "Shop", action: "post_message" });
    const say = (body: string) => send(made, { body, customer: { email: "dana@example.com", name: "Dana" } });
    return { made, say };
  };
  const chatReader = (ctx: Context): Context => ({
    ...ctx,
    permissions: new Set([...ctx.permissions].filter((one) => one !== "chats:read")),
  });

  test("is in the trace of its request, and of the ticket that was made of the chat", async () => {
    const ctx = await signedIn();
    const all = await subscribe(ctx, "All", { eventTypes: ["message.*", "ticket.*"] });
    const { made, say } = await post(ctx);
    const first = await say("Where is my order?");
    const second = await say(`It is late. ${"x".repeat(200)}`);
    const chatId = String(first.chatId);
    const alone = await getRequestTrace(ctx, made.id, String(first.requestId));
    const message = { id: first.messageId, chatId, authorName: "Dana", snippet: "Where is my order?" };
    expect(alone).toMatchObject({ ticket: null, requests: [{ id: first.requestId, message }] });
    expect(alone.events.map(({ type }) => type)).toContain("message.created");

    const { id: ticketId } = await turnIntoTicket(ctx, chatId);
    const late = await say("Hello?");
    const trace = await getTicketTrace(ctx, ticketId);
    expect(trace.requests).toMatchObject([
      { id: first.requestId, webhook: { name: "Shop" }, message },
      { id: second.requestId, message: { snippet: `It is late. ${"x".repeat(108)}` } },
    ]);
    const [told] = trace.events.filter(({ type }) => type === "message.created");
    expect(told).toMatchObject({
      requestId: first.requestId,
      deliveries: [{ subscription: { id: all.id } }],
    });
    expect(trace.events.at(-1)?.type).toBe("ticket.created");
    expect(await getRequestTrace(ctx, made.id, String(second.requestId))).toEqual(trace);
    expect(await getRequestTrace(ctx, made.id, String(late.requestId))).toMatchObject({
      ticket: null,
      requests: [{ id: late.requestId, message: { snippet: "Hello?" } }],
    });

    const { before, after } = stepsOf(trace);
    expect(before.map((step) => ("webhook" in step ? step.id : step.type))).toEqual(
      expect.arrayContaining([first.requestId, second.requestId, "message.created"]),
    );
    expect(after.map((step) => ("webhook" in step ? step.id : step.type))).toEqual(["ticket.created"]);
    expect(traceSummary(trace)).toMatch(/^Made of a chat that Shop posted to\. /);
  });

  test("is for those who may read chats, and is gone with the message", async () => {
    const ctx = await signedIn();
    const { made, say } = await post(ctx);
    const { requestId, chatId, messageId } = await say("My password is hunter2");
    const { id: ticketId } = await turnIntoTicket(ctx, String(chatId), "A question");
    const blind = await getTicketTrace(chatReader(ctx), ticketId);
    expect(blind.requests).toMatchObject([{ id: requestId, message: null }]);
    expect(blind.withheld).toEqual(["chats:read"]);
    expect(JSON.stringify(blind)).not.toContain("hunter2");
    expect(blind.events.map(({ type }) => type)).toEqual(["ticket.created"]);
    await database()
      .update(messages)
      .set({ deletedAt: new Date() })
      .where(eq(messages.id, String(messageId)));
    expect(await getRequestTrace(ctx, made.id, String(requestId))).toMatchObject({
      requests: [{ message: null }],
    });
    const other = await signedIn();
    await expect(getRequestTrace(other, made.id, String(requestId))).rejects.toThrow(NotFoundError);
  });
});

test("a ticket that a member opened was not created by the webhook that answered it", async () => {
  const ctx = await signedIn();
  const made = await makeWebhook(ctx, { action: "add_comment" });
  const ticket = await createTicket(ctx, createTicketSchema.parse({ subject: "Printer on fire" }));
  await send(made, { ticketId: ticket.id, body: "It still smokes." });
  const trace = await getTicketTrace(ctx, ticket.id);
  expect(trace.requests).toHaveLength(1);
  expect(traceSummary(trace)).not.toContain("Created by");
});

test("the last of many attempts is the last", async () => {
  const ctx = await signedIn();
  const { id: subscriptionId } = await subscribe(ctx, "All");
  const { ticketId } = await openByWebhook(ctx);
  const [delivery] = (await getTicketTrace(ctx, ticketId)).events[0]?.deliveries ?? [];
  const deliveryId = delivery?.id ?? "";
  await database().update(deliveries).set({ attemptCount: 30 }).where(eq(deliveries.id, deliveryId));
  await database()
    .insert(attempts)
    .values(
      Array.from({ length: 30 }, (_, index) => ({
        deliveryId,
        subscriptionId,
        number: 1 + index,
        url: "http://127.0.0.1:19999/hook",
        requestHeaders: {},
        startedAt: new Date(),
        durationMs: 1,
        success: index === 29,
        trigger: "manual" as const,
      })),
    );
  const [again] = (await getTicketTrace(ctx, ticketId)).events[0]?.deliveries ?? [];
  expect(again?.attempts.map(({ number }) => number)).toEqual(
    Array.from({ length: 20 }, (_, index) => 11 + index),
  );
  expect(again?.attempts.at(-1)).toMatchObject({ number: 30, success: true });
});

test("what lies beyond the first hundred is shown with its ticket, and what is left out is told", async () => {
  const ctx = await signedIn();
  const { webhook, ticketId, requestId } = await openByWebhook(ctx);
  const [row] = await database().select().from(incomingRequests).where(eq(incomingRequests.id, requestId));
  const { events: told } = await getTicketTrace(ctx, ticketId);
  const [event] = await database()
    .select()
    .from(events)
    .where(eq(events.id, told[0]?.id ?? ""));
  if (!row || !event) throw new Error("The webhook opened no ticket.");
  const later = Array.from({ length: 100 }, () => uuidv7());
  await database()
    .insert(incomingRequests)
    .values(later.map((id) => ({ ...row, id })));
  const latest = later.at(-1) ?? "";
  const whole = await getTicketTrace(ctx, ticketId);
  expect(whole.requests).toHaveLength(100);
  expect(whole.isCut).toBe(true);
  expect(cutText(whole)).toBe("Only the first 100 requests are shown.");
  const beyond = await getRequestTrace(ctx, webhook.id, latest);
  expect(beyond).toMatchObject({
    ticket: { id: ticketId },
    requests: [{ id: requestId }, { id: latest }],
    isCut: true,
  });
  expect(traceSummary(beyond)).toMatch(/^Created by Crash reporter\. /);
  expect(cutText(beyond)).toContain("more requests or events than fit here");

  const laterEvents = Array.from({ length: 100 }, () => uuidv7());
  await database()
    .insert(events)
    .values(laterEvents.map((id) => ({ ...event, id, requestId: latest })));
  expect(cutText(await getTicketTrace(ctx, ticketId))).toBe(
    "Only the first 100 requests and the first 100 events are shown.",
  );
  expect(await getEventTrace(ctx, laterEvents.at(-1) ?? "")).toMatchObject({
    ticket: { id: ticketId },
    requests: [{ id: requestId }, { id: latest }],
    events: [{ id: laterEvents.at(-1) }],
    isCut: true,
  });
});
