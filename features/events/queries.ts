import "server-only";
import { and, asc, desc, eq, isNull, lt } from "drizzle-orm";
import { database } from "@/db/client";
import { deliveries, events, subscriptions } from "@/db/schema";
import { EVENT_TYPES, eventDefinition, isEventType, jsonSchemaOf } from "@/features/events/catalog/catalog";
import type { EventDetail, EventTypeView, EventView, ListEventsQuery } from "@/features/events/schema";
import { whyNot } from "@/features/events/why-not";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";

export function listEventTypes(): EventTypeView[] {
  return EVENT_TYPES.map(toEventType);
}

export function getEventType(type: string): EventTypeView {
  if (!isEventType(type)) throw new NotFoundError("event type");
  return toEventType(type);
}

export async function listEvents(ctx: Context, query: ListEventsQuery): Promise<Page<EventView>> {
  authorize(ctx, "events:read");
  const before = decodeIdCursor(query.cursor);
  const rows = await database()
    .select(eventColumns)
    .from(events)
    .where(
      and(
        eq(events.organizationId, ctx.organizationId),
        before ? lt(events.id, before) : undefined,
        query.type ? eq(events.type, query.type) : undefined,
      ),
    )
    .orderBy(desc(events.id))
    .limit(query.limit + 1);
  return toPage(rows, { limit: query.limit, toItem: toEvent, cursorOf: (row) => row.id });
}

/** An event with, for every subscription of the organization, its delivery or why there is none. */
export async function getEvent(ctx: Context, id: string): Promise<EventDetail> {
  authorize(ctx, "events:read");
  const [event] = await database()
    .select(eventColumns)
    .from(events)
    .where(and(eq(events.organizationId, ctx.organizationId), eq(events.id, id)));
  if (!event) throw new NotFoundError("event");
  const rows = await database()
    .select({
      id: subscriptions.id,
      name: subscriptions.name,
      eventTypes: subscriptions.eventTypes,
      level: subscriptions.subscriptionLevel,
      createdAt: subscriptions.createdAt,
      deliveryId: deliveries.id,
      deliveryStatus: deliveries.status,
    })
    .from(subscriptions)
    .leftJoin(deliveries, and(eq(deliveries.subscriptionId, subscriptions.id), eq(deliveries.eventId, id)))
    .where(and(eq(subscriptions.organizationId, ctx.organizationId), isNull(subscriptions.deletedAt)))
    .orderBy(asc(subscriptions.id))
    .limit(500);
  return {
    ...toEvent(event),
    subscriptions: rows.map((row) => ({
      id: row.id,
      name: row.name,
      reason: row.deliveryId ? "matched" : whyNot(row, event),
      delivery:
        row.deliveryId && row.deliveryStatus ? { id: row.deliveryId, status: row.deliveryStatus } : null,
    })),
  };
}

const eventColumns = {
  id: events.id,
  type: events.type,
  data: events.data,
  teamId: events.teamId,
  accountId: events.accountId,
  sequenceId: events.sequenceId,
  isTest: events.isTest,
  occurredAt: events.occurredAt,
  createdAt: events.createdAt,
};

type EventRow = Pick<typeof events.$inferSelect, keyof typeof eventColumns>;

function toEvent(row: EventRow): EventView {
  const data: Record<string, unknown> = JSON.parse(row.data);
  return { ...row, data, occurredAt: row.occurredAt.toISOString(), createdAt: row.createdAt.toISOString() };
}

function toEventType(type: (typeof EVENT_TYPES)[number]): EventTypeView {
  const { group, description, sample } = eventDefinition(type);
  return { type, group, description, schema: { ...jsonSchemaOf(type) }, sample: { ...sample } };
}
