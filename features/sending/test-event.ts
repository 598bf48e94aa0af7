import "server-only";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { database, transaction } from "@/db/client";
import { events } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { readDelivery } from "@/features/deliveries/queries";
import type { Delivery } from "@/features/deliveries/schema";
import { assertSendable } from "@/features/deliveries/sendable";
import { enqueued, QUEUED_COLUMNS, queued } from "@/features/deliveries/transitions";
import { wakeDeliveries } from "@/features/deliveries/wake";
import { EVENT_TYPES } from "@/features/event-catalog/names";
import { isEventPattern, matchesPattern } from "@/features/event-catalog/patterns";
import type { EventTypeDefinition } from "@/features/event-types/definition";
import { findEventTypes, unknownTypeMessages } from "@/features/event-types/find";
import { listEventTypes } from "@/features/event-types/queries";
import { assertPayloadsFit } from "@/features/events/payload";
import { getSubscription } from "@/features/subscriptions/queries";
import type { TestSubscription } from "@/features/subscriptions/schema";
import { actorLabel, actorName, actorUserId, authorize, type Context } from "@/lib/context";
import { InvalidFieldError } from "@/lib/errors";

/** Sends one marked event to one subscription only; it is never retried. Throws InvalidError for an unknown type or data that does not fit it. */
export async function sendTestEvent(
  ctx: Context,
  subscriptionId: string,
  input: TestSubscription,
): Promise<Delivery> {
  authorize(ctx, "subscriptions:write");
  const subscription = await getSubscription(ctx, subscriptionId);
  const { type: eventType, sample } = await testEventType(ctx, input.eventType, subscription.eventTypes);
  await assertSendable(ctx, { subscriptionId, eventType, inOrderTo: "send the test" });
  const data = input.data ?? sample;
  await assertPayloadsFit(ctx, [{ type: eventType, data }]);
  return transaction(async () => {
    const deliveryId = await enqueueTest(ctx, { subscriptionId, eventType, data });
    await recordAudit(ctx, {
      action: "subscription.tested",
      target: { type: "subscription", id: subscriptionId, name: subscription.name },
    });
    await wakeDeliveries();
    return readDelivery(ctx, deliveryId);
  });
}

async function enqueueTest(
  ctx: Context,
  { subscriptionId, eventType, data }: { subscriptionId: string; eventType: string; data: unknown },
): Promise<string> {
  const [eventId, deliveryId] = [uuidv7(), uuidv7()];
  await database()
    .insert(events)
    .values({
      id: eventId,
      organizationId: ctx.organizationId,
      type: eventType,
      data: JSON.stringify(data),
      isTest: true,
      actor: actorLabel(ctx),
      actorName: actorName(ctx),
      occurredAt: sql`now()`,
    });
  await database().execute(sql`
    with made as (
      insert into deliveries as d (id, organization_id, subscription_id, event_id, event_type, event_name, format, is_test, max_attempts,
                                   next_trigger, requested_by, status, next_attempt_at)
      select ${deliveryId}, s.organization_id, s.id, ${eventId}, ${eventType}::text, s.event_names ->> ${eventType}::text, s.format, true, 1,
             'test', ${actorUserId(ctx)}::int, ${enqueued(sql`true`)}
      from subscriptions s where s.organization_id = ${ctx.organizationId} and s.id = ${subscriptionId}
      returning ${QUEUED_COLUMNS}
    ) ${queued(sql`made`)}`);
  return deliveryId;
}

/** The wanted type, or else the first that the subscription gets. */
async function testEventType(
  ctx: Context,
  wanted: string | undefined,
  patterns: string[],
): Promise<EventTypeDefinition> {
  const name = wanted ?? (await firstListed(ctx, patterns));
  const found = (await findEventTypes(ctx, [name])).get(name);
  if (found) return found;
  const messages = await unknownTypeMessages(ctx, [name]);
  throw new InvalidFieldError("eventType", messages.get(name) ?? "Unknown.");
}

async function firstListed(ctx: Context, patterns: string[]): Promise<string> {
  const isListed = (type: string) => patterns.some((pattern) => matchesPattern(pattern, type));
  const custom = patterns.every(isEventPattern) ? [] : await listEventTypes(ctx, { isCustom: "true" });
  return [...EVENT_TYPES, ...custom.map(({ type }) => type)].find(isListed) ?? "ticket.created";
}
