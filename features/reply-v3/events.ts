import "server-only";
import { and, desc, eq, notInArray, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { deliveries, events } from "@/db/schema";
import { contentColumns, renderBody, toContent } from "@/features/deliveries/content";
import { EVENT_TYPES } from "@/features/event-catalog/names";
import { readScopeOf } from "@/features/event-catalog/read-scopes";
import { toType } from "@/features/event-catalog/reply-v3-names";
import type { ListReplyWebhookEventsQuery, ReplyWebhookEvent } from "@/features/reply-v3/schema";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { parseJson } from "@/lib/parse-json";

/** Bodies of deliveries, newest first; without those that the caller may not read. */
export async function listReplyWebhookEvents(
  ctx: Context,
  { subscriptionId, eventType, limit, offset }: ListReplyWebhookEventsQuery,
): Promise<ReplyWebhookEvent[]> {
  authorize(ctx, "events:read");
  const rows = await selectContent(
    ctx,
    subscriptionId ? eq(deliveries.subscriptionId, subscriptionId) : undefined,
    eventType ? eq(deliveries.eventType, toType(eventType)) : undefined,
  )
    .limit(limit)
    .offset(offset);
  return rows.map(toBody);
}

/** Of an event that several webhooks got, the body of the newest delivery. */
export async function getReplyWebhookEvent(ctx: Context, eventId: string): Promise<ReplyWebhookEvent> {
  authorize(ctx, "events:read");
  const [row] = await selectContent(ctx, eq(deliveries.eventId, eventId)).limit(1);
  if (!row) throw new NotFoundError("event");
  return toBody(row);
}

function selectContent(ctx: Context, ...which: (SQL | undefined)[]) {
  const hidden = EVENT_TYPES.filter((type) => !ctx.permissions.has(readScopeOf(type)));
  return database()
    .select(contentColumns)
    .from(deliveries)
    .innerJoin(events, eq(events.id, deliveries.eventId))
    .where(
      and(
        eq(deliveries.organizationId, ctx.organizationId),
        // Written out, as no plan for any value could use the index of this one.
        sql`${deliveries.format} = 'reply_v3'`,
        hidden.length > 0 ? notInArray(deliveries.eventType, hidden) : undefined,
        ...which,
      ),
    )
    .orderBy(desc(deliveries.id))
    .$dynamic();
}

function toBody(row: Awaited<ReturnType<typeof selectContent>>[number]): ReplyWebhookEvent {
  // What the format writes; the route checks it against the schema.
  return parseJson(renderBody(toContent(row))) as ReplyWebhookEvent;
}
