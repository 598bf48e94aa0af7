import "server-only";
import { and, asc, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { database } from "@/db/client";
import {
  apiTokens,
  attempts,
  chats,
  customers,
  deliveries,
  events,
  incomingRequests,
  subscriptions,
  tickets,
  users,
} from "@/db/schema";
import { CURRENT_STATUS } from "@/features/deliveries/current-status";
import { HELD_REASON } from "@/features/deliveries/held-reason";
import { listMisses } from "@/features/events/match";
import { MAX_PARTS } from "@/features/trace/cut-text";
import { type ListedRequests, listRequests, NO_REQUESTS, ofTicket } from "@/features/trace/requests";
import type { Trace, TracedDelivery, TracedEvent } from "@/features/trace/schema";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import type { Scope } from "@/lib/scopes";

const MAX_ATTEMPTS = 20;

/** Each link of the chain is for those who may read its kind; the answer names what is missing. */
const PART_SCOPES: Scope[] = ["tickets:read", "incoming_webhooks:read", "deliveries:read"];

/** How a ticket came in and where its news went: request → ticket → events → deliveries, and what was not sent, with the reason. */
export async function getTicketTrace(ctx: Context, ticketId: string): Promise<Trace> {
  authorize(ctx, "tickets:read");
  const ticket = await findTicket(ctx, ticketId);
  if (!ticket) throw new NotFoundError("ticket");
  return traceTicket(ctx, ticketId, ticket);
}

/** The trace that an event is part of. */
export async function getEventTrace(ctx: Context, eventId: string): Promise<Trace> {
  authorize(ctx, "events:read");
  const [event] = await selectEvents().where(and(inOrganization(ctx), eq(events.id, eventId)));
  if (!event) throw new NotFoundError("event");
  if (event.subjectType === "ticket" && event.subjectId && ctx.permissions.has("tickets:read")) {
    const ticket = await findTicket(ctx, event.subjectId);
    const trace = await traceTicket(ctx, event.subjectId, ticket);
    if (trace.events.some(({ id }) => id === eventId)) return trace;
    const requests = besideFirst(trace, await requestsOf(ctx, event));
    return compose(ctx, { ticket, requests, found: [event], isPart: true });
  }
  return compose(ctx, { ticket: null, requests: await requestsOf(ctx, event), found: [event] });
}

async function requestsOf(ctx: Context, { requestId }: EventRow): Promise<ListedRequests> {
  return requestId ? listRequests(ctx, eq(incomingRequests.id, requestId)) : NO_REQUESTS;
}

/** Of a trace that is too long: how it began, and what was asked about. */
function besideFirst({ requests }: Trace, asked: ListedRequests): ListedRequests {
  const first = requests.slice(0, 1).filter(({ id }) => asked.shown.every((one) => one.id !== id));
  return { ...asked, shown: [...first, ...asked.shown] };
}

/** The trace that begins with a request, or that it is part of. */
export async function getRequestTrace(ctx: Context, webhookId: string, requestId: string): Promise<Trace> {
  authorize(ctx, "incoming_webhooks:read");
  const own = and(eq(incomingRequests.webhookId, webhookId), eq(incomingRequests.id, requestId));
  const requests = await listRequests(ctx, own);
  const [request] = await database()
    .select({ ownTicketId: incomingRequests.ticketId, chatTicketId: chats.ticketId })
    .from(incomingRequests)
    .leftJoin(chats, and(eq(chats.organizationId, ctx.organizationId), eq(chats.id, incomingRequests.chatId)))
    .where(and(eq(incomingRequests.organizationId, ctx.organizationId), own));
  if (!request || requests.shown.length === 0) throw new NotFoundError("request");
  const { ownTicketId, chatTicketId } = request;
  const ticketId = ownTicketId ?? chatTicketId;
  const ticket = ticketId && ctx.permissions.has("tickets:read") ? await findTicket(ctx, ticketId) : null;
  const whole = ticket && (await traceTicket(ctx, ticket.id, ticket));
  if (whole?.requests.some(({ id }) => id === requestId)) return whole;
  const found = ctx.permissions.has("events:read")
    ? await selectEvents()
        .where(and(inOrganization(ctx), eq(events.requestId, requestId)))
        .orderBy(asc(events.id))
        .limit(MAX_PARTS + 1)
    : [];
  // One of a ticket with more of them than a trace shows. What was posted after the ticket was made of the chat is no part of it.
  if (whole && ownTicketId)
    return compose(ctx, { ticket, requests: besideFirst(whole, requests), found, isPart: true });
  return compose(ctx, { ticket: null, requests, found });
}

async function traceTicket(ctx: Context, ticketId: string, ticket: Trace["ticket"]): Promise<Trace> {
  const found = await selectEvents()
    .where(and(inOrganization(ctx), eq(events.subjectType, "ticket"), eq(events.subjectId, ticketId)))
    .orderBy(asc(events.id))
    .limit(MAX_PARTS + 1);
  const requests = await listRequests(ctx, await ofTicket(ctx, ticketId));
  const posted = requests.shown.filter(({ message }) => message !== null).map(({ id }) => id);
  return compose(ctx, { ticket, requests, found: [...(await listPostedEvents(ctx, posted)), ...found] });
}

/** What happened to chats by these requests, all of which came before their ticket. */
async function listPostedEvents(ctx: Context, requestIds: string[]): Promise<EventRow[]> {
  if (requestIds.length === 0) return [];
  return selectEvents()
    .where(and(inOrganization(ctx), eq(events.subjectType, "chat"), inArray(events.requestId, requestIds)))
    .orderBy(asc(events.id))
    .limit(MAX_PARTS + 1);
}

interface Parts {
  ticket: Trace["ticket"];
  requests: ListedRequests;
  found: EventRow[];
  /** There is more of the ticket, which is left out for what was asked about. */
  isPart?: boolean;
}

async function compose(ctx: Context, { ticket, requests, found, isPart = false }: Parts): Promise<Trace> {
  const shown = found.slice(0, MAX_PARTS);
  const maySeeDeliveries = ctx.permissions.has("deliveries:read");
  const sent = Map.groupBy(
    maySeeDeliveries ? await listDeliveries(ctx, shown) : [],
    ({ eventId }) => eventId,
  );
  const misses = Map.groupBy(
    maySeeDeliveries && shown.length > 0 ? await listMisses(ctx, shown) : [],
    (miss) => miss.event_id,
  );
  const names = await namesOf(ctx, shown);
  return {
    ticket,
    requests: requests.shown,
    events: shown.map(({ id, type, actor, requestId, createdAt }) => ({
      id,
      type,
      actor: toActor(actor, names),
      requestId,
      createdAt: createdAt.toISOString(),
      deliveries: (sent.get(id) ?? []).map(({ eventId: _, ...delivery }) => delivery),
      missed: (misses.get(id) ?? []).map((miss) => ({
        subscription: { id: miss.subscription_id, name: miss.subscription_name },
        reason: miss.reason,
        failedCondition: miss.failedCondition,
      })),
    })),
    isCut: isPart || found.length > MAX_PARTS || requests.isCut,
    withheld: [
      ...PART_SCOPES.filter((scope) => !ctx.permissions.has(scope)),
      ...(requests.hidesMessages ? ["chats:read"] : []),
    ],
  };
}

async function findTicket(ctx: Context, id: string): Promise<Trace["ticket"]> {
  const [row] = await database()
    .select({
      id: tickets.id,
      number: tickets.number,
      subject: tickets.subject,
      status: tickets.status,
      source: tickets.source,
      appName: tickets.appName,
      appHost: tickets.appHost,
      createdAt: tickets.createdAt,
    })
    .from(tickets)
    .where(
      and(eq(tickets.organizationId, ctx.organizationId), eq(tickets.id, id), isNull(tickets.deletedAt)),
    );
  if (!row) return null;
  const { appName, appHost, createdAt, ...ticket } = row;
  const app = appName === null ? null : { name: appName, host: appHost };
  return { ...ticket, app, createdAt: createdAt.toISOString() };
}

function inOrganization(ctx: Context) {
  return eq(events.organizationId, ctx.organizationId);
}

function selectEvents() {
  return database()
    .select({
      id: events.id,
      type: events.type,
      actor: events.actor,
      subjectType: events.subjectType,
      subjectId: events.subjectId,
      requestId: events.requestId,
      createdAt: events.createdAt,
    })
    .from(events)
    .$dynamic();
}

type EventRow = Awaited<ReturnType<typeof selectEvents>>[number];

async function listDeliveries(
  ctx: Context,
  found: EventRow[],
): Promise<(TracedDelivery & { eventId: string })[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const rows = await database()
    .select({
      id: deliveries.id,
      eventId: deliveries.eventId,
      subscription: { id: subscriptions.id, name: subscriptions.name },
      status: CURRENT_STATUS,
      heldReason: HELD_REASON,
      attemptCount: deliveries.attemptCount,
      maxAttempts: deliveries.maxAttempts,
      lastStatusCode: deliveries.lastStatusCode,
      nextAttemptAt: deliveries.nextAttemptAt,
    })
    .from(deliveries)
    .innerJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId))
    .where(and(eq(deliveries.organizationId, ctx.organizationId), inArray(deliveries.eventId, ids)))
    .orderBy(asc(deliveries.id));
  const tries = Map.groupBy(await listAttempts(rows.map(({ id }) => id)), ({ deliveryId }) => deliveryId);
  return rows.map((row) => ({
    ...row,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    attempts: (tries.get(row.id) ?? []).map(({ deliveryId: _, ...attempt }) => ({
      ...attempt,
      startedAt: attempt.startedAt.toISOString(),
    })),
  }));
}

async function listAttempts(deliveryIds: string[]) {
  if (deliveryIds.length === 0) return [];
  return database()
    .select({
      deliveryId: attempts.deliveryId,
      number: attempts.number,
      startedAt: attempts.startedAt,
      durationMs: attempts.durationMs,
      statusCode: attempts.statusCode,
      success: attempts.success,
      errorClass: attempts.errorClass,
    })
    .from(attempts)
    .innerJoin(deliveries, eq(deliveries.id, attempts.deliveryId))
    .where(
      and(
        inArray(attempts.deliveryId, deliveryIds),
        // Whoever reads "last" means the last one, however often it was resent.
        gt(attempts.number, sql`${deliveries.attemptCount} - ${MAX_ATTEMPTS}::int`),
      ),
    )
    .orderBy(asc(attempts.deliveryId), asc(attempts.number));
}

/** Names of the users, tokens and customers among the actors, by `type:id`. */
async function namesOf(ctx: Context, found: EventRow[]): Promise<Map<string, string>> {
  const ids = (type: string) => [
    ...new Set(
      found
        .filter(({ actor }) => actor.startsWith(`${type}:`))
        .map(({ actor }) => actor.slice(type.length + 1)),
    ),
  ];
  const userIds = ids("user").map(Number);
  const tokenIds = ids("token");
  const people = userIds.length
    ? await database()
        .select({ id: users.id, name: users.name })
        .from(users)
        .where(inArray(users.id, userIds))
    : [];
  const tokens = tokenIds.length
    ? await database()
        .select({ id: apiTokens.id, name: apiTokens.name })
        .from(apiTokens)
        .where(and(eq(apiTokens.organizationId, ctx.organizationId), inArray(apiTokens.id, tokenIds)))
    : [];
  const customerIds = ids("customer");
  const clients = customerIds.length
    ? await database()
        .select({
          id: customers.id,
          name: sql<string>`coalesce(${customers.name}, ${customers.email}, 'Customer')`,
        })
        .from(customers)
        .where(and(eq(customers.organizationId, ctx.organizationId), inArray(customers.id, customerIds)))
    : [];
  return new Map([
    ...clients.map(({ id, name }) => [`customer:${id}`, name] as const),
    ...people.map(({ id, name }) => [`user:${id}`, name] as const),
    ...tokens.map(({ id, name }) => [`token:${id}`, name] as const),
  ]);
}

function toActor(actor: string, names: Map<string, string>): TracedEvent["actor"] {
  const colon = actor.indexOf(":");
  const [type, id] = [actor.slice(0, colon), actor.slice(colon + 1)];
  const known = (["user", "token", "customer"] as const).find((one) => one === type) ?? "system";
  return { type: known, id, name: names.get(actor) ?? id };
}
