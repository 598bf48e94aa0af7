import { createHmac, randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { createSubscription } from "@/features/subscriptions/service";
import { pauseSubscription } from "@/features/subscriptions/status";
import { createTeam } from "@/features/team/teams";
import { createTicketSchema } from "@/features/tickets/schema";
import { createTicket, deleteTicket, updateTicket } from "@/features/tickets/service";
import { getEventTrace, getRequestTrace, getTicketTrace } from "@/features/trace/queries";
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
