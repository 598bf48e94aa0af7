import "server-only";
import { and, asc, desc, eq, lt } from "drizzle-orm";
import { database } from "@/db/client";
import { deliveries, events, subscriptions } from "@/db/schema";
import { CURRENT_STATUS } from "@/features/deliveries/current-status";
import { HELD_REASON } from "@/features/deliveries/held-reason";
import { withheldFrom } from "@/features/event-catalog/withheld";
import { listMisses } from "@/features/events/match";
import type { EventDetail, EventView, ListEventsQuery } from "@/features/events/schema";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";
import { parseJson } from "@/lib/parse-json";

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
  return toPage(rows, { limit: query.limit, toItem: (row) => toEvent(ctx, row), cursorOf: (row) => row.id });
}

/** An event with, for every subscription of the organization, its delivery or why there is none. */
export async function getEvent(ctx: Context, id: string): Promise<EventDetail> {
  authorize(ctx, "events:read");
  const [event] = await database()
    .select(eventColumns)
    .from(events)
    .where(and(eq(events.organizationId, ctx.organizationId), eq(events.id, id)));
  if (!event) throw new NotFoundError("event");
  const delivered = await database()
    .select({
      id: subscriptions.id,
      name: subscriptions.name,
      delivery: { id: deliveries.id, status: CURRENT_STATUS, heldReason: HELD_REASON },
    })
    .from(deliveries)
    .innerJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId))
    .where(eq(deliveries.eventId, id))
    .orderBy(asc(subscriptions.id))
    .limit(500);
  const missed = await listMisses(ctx, [event]);
  return {
    ...toEvent(ctx, event),
    subscriptions: [
      ...delivered.map((row) => ({ ...row, reason: "matched" as const, failedCondition: null })),
      ...missed.map((row) => ({
        id: row.subscription_id,
        name: row.subscription_name,
        reason: row.reason,
        failedCondition: row.failedCondition,
        delivery: null,
      })),
    ].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

export const eventColumns = {
  id: events.id,
  type: events.type,
  data: events.data,
  teamId: events.teamId,
  accountId: events.accountId,
  sequenceId: events.sequenceId,
  isTest: events.isTest,
  subjectType: events.subjectType,
  subjectId: events.subjectId,
  requestId: events.requestId,
  occurredAt: events.occurredAt,
  createdAt: events.createdAt,
};

type EventRow = Pick<typeof events.$inferSelect, keyof typeof eventColumns>;

export function toEvent(ctx: Context, { subjectType, subjectId, ...row }: EventRow): EventView {
  const withheld = withheldFrom(ctx, row.type);
  return {
    ...row,
    // Stored by `storeEvents`, which takes records alone.
    data: withheld ? null : (parseJson(row.data) as Record<string, unknown>),
    withheld,
    subject: subjectType && subjectId ? { type: subjectType, id: subjectId } : null,
    occurredAt: row.occurredAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}
