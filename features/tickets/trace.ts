import "server-only";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { database } from "@/db/client";
import { deliveries, events, incomingRequests, incomingWebhooks, subscriptions } from "@/db/schema";
import { whyNot } from "@/features/events/why-not";
import { readTicket } from "@/features/tickets/queries";
import { MISSED_REASONS, type TicketTrace } from "@/features/tickets/trace-schema";
import { authorize, type Context } from "@/lib/context";

const MAX_EVENTS = 200;
const MAX_SUBSCRIPTIONS = 100;
const MAX_REQUESTS = 100;

/** How a ticket came in and where its news went: request → ticket → events → deliveries, and what was not sent, with the reason. */
export async function getTicketTrace(ctx: Context, ticketId: string): Promise<TicketTrace> {
  authorize(ctx, "tickets:read");
  const { id, number, subject, source, createdAt } = await readTicket(ctx, ticketId);
  const [requests, found] = [await requestsOf(ctx, id), await eventsOf(ctx, id)];
  const shown = found.slice(0, MAX_EVENTS);
  const sent = await deliveriesOf(
    ctx,
    shown.map((event) => event.id),
  );
  const targets = await subscriptionsOf(ctx);
  return {
    ticket: { id, number, subject, source, createdAt },
    requests,
    events: shown.map((event) => {
      const own = sent.filter(({ eventId }) => eventId === event.id);
      const reached = new Set(own.map(({ subscriptionId }) => subscriptionId));
      return {
        id: event.id,
        type: event.type,
        actor: event.actor,
        requestId: event.requestId,
        createdAt: event.createdAt.toISOString(),
        deliveries: own.map(
          ({ eventId: _, subscriptionId, subscriptionName, nextAttemptAt, ...delivery }) => ({
            ...delivery,
            subscription: { id: subscriptionId, name: subscriptionName },
            nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
          }),
        ),
        missed: targets
          .filter((target) => !reached.has(target.id))
          .map((target) => ({
            subscription: { id: target.id, name: target.name },
            reason: MISSED_REASONS.find((reason) => reason === whyNot(target, event)) ?? "created_later",
          })),
      };
    }),
    isCut: found.length > MAX_EVENTS,
  };
}

async function requestsOf(ctx: Context, ticketId: string): Promise<TicketTrace["requests"]> {
  const rows = await database()
    .select({
      id: incomingRequests.id,
      result: incomingRequests.result,
      createdAt: incomingRequests.createdAt,
      webhookId: incomingWebhooks.id,
      webhookName: incomingWebhooks.name,
    })
    .from(incomingRequests)
    .innerJoin(incomingWebhooks, eq(incomingWebhooks.id, incomingRequests.webhookId))
    .where(
      and(eq(incomingRequests.organizationId, ctx.organizationId), eq(incomingRequests.ticketId, ticketId)),
    )
    .orderBy(asc(incomingRequests.id))
    .limit(MAX_REQUESTS);
  return rows.map(({ webhookId, webhookName, createdAt, ...row }) => ({
    ...row,
    webhook: { id: webhookId, name: webhookName },
    createdAt: createdAt.toISOString(),
  }));
}

function eventsOf(ctx: Context, ticketId: string) {
  return database()
    .select({
      id: events.id,
      type: events.type,
      teamId: events.teamId,
      accountId: events.accountId,
      sequenceId: events.sequenceId,
      actor: events.actor,
      requestId: events.requestId,
      createdAt: events.createdAt,
    })
    .from(events)
    .where(
      and(
        eq(events.organizationId, ctx.organizationId),
        eq(events.subjectType, "ticket"),
        eq(events.subjectId, ticketId),
      ),
    )
    .orderBy(asc(events.id))
    .limit(MAX_EVENTS + 1);
}

async function deliveriesOf(ctx: Context, eventIds: string[]) {
  if (eventIds.length === 0) return [];
  return database()
    .select({
      id: deliveries.id,
      eventId: deliveries.eventId,
      subscriptionId: deliveries.subscriptionId,
      subscriptionName: subscriptions.name,
      status: deliveries.status,
      attemptCount: deliveries.attemptCount,
      lastStatusCode: deliveries.lastStatusCode,
      nextAttemptAt: deliveries.nextAttemptAt,
    })
    .from(deliveries)
    .innerJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId))
    .where(and(eq(deliveries.organizationId, ctx.organizationId), inArray(deliveries.eventId, eventIds)))
    .orderBy(asc(deliveries.id));
}

function subscriptionsOf(ctx: Context) {
  return database()
    .select({
      id: subscriptions.id,
      name: subscriptions.name,
      eventTypes: subscriptions.eventTypes,
      level: subscriptions.subscriptionLevel,
      createdAt: subscriptions.createdAt,
    })
    .from(subscriptions)
    .where(and(eq(subscriptions.organizationId, ctx.organizationId), isNull(subscriptions.deletedAt)))
    .orderBy(asc(subscriptions.id))
    .limit(MAX_SUBSCRIPTIONS);
}
