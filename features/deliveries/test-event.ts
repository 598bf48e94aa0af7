import "server-only";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterCommit, database, transaction } from "@/db/client";
import { events } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { readDelivery } from "@/features/deliveries/queries";
import type { Delivery } from "@/features/deliveries/schema";
import { assertSendable } from "@/features/deliveries/sendable";
import { enqueued } from "@/features/deliveries/transitions";
import { wakeDeliveries } from "@/features/deliveries/wake";
import {
  EVENT_TYPES,
  type EventType,
  eventDefinition,
  matchesPattern,
} from "@/features/events/catalog/catalog";
import { isEventType } from "@/features/events/catalog/names";
import { assertPayloadsFit, payloadIssues } from "@/features/events/payload";
import { getSubscription } from "@/features/subscriptions/queries";
import type { TestSubscription } from "@/features/subscriptions/schema";
import { actorLabel, actorName, actorUserId, authorize, type Context } from "@/lib/context";
import { InvalidError } from "@/lib/errors";

/** Sends one marked event to one subscription only; it is never retried. Throws InvalidError for an unknown type or data that does not fit it. */
export async function sendTestEvent(
  ctx: Context,
  subscriptionId: string,
  input: TestSubscription,
): Promise<Delivery> {
  authorize(ctx, "subscriptions:write");
  const subscription = await getSubscription(ctx, subscriptionId);
  const eventType = testEventType(input.eventType, subscription.eventTypes);
  await assertSendable(ctx, { subscriptionId, eventType, inOrderTo: "send the test" });
  const data = input.data ?? eventDefinition(eventType).sample;
  assertPayloadsFit(payloadIssues({ type: eventType, data }));
  return transaction(async () => {
    const deliveryId = await enqueueTest(ctx, { subscriptionId, eventType, data });
    await recordAudit(ctx, {
      action: "subscription.tested",
      target: { type: "subscription", id: subscriptionId, name: subscription.name },
    });
    afterCommit(wakeDeliveries);
    return readDelivery(ctx, deliveryId);
  });
}

async function enqueueTest(
  ctx: Context,
  { subscriptionId, eventType, data }: { subscriptionId: string; eventType: EventType; data: unknown },
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
    insert into deliveries (id, organization_id, subscription_id, event_id, event_type, event_name, format, is_test, max_attempts,
                            next_trigger, requested_by, status, next_attempt_at, due_at)
    select ${deliveryId}, s.organization_id, s.id, ${eventId}, ${eventType}::text, s.event_names ->> ${eventType}::text, s.format, true, 1,
           'test', ${actorUserId(ctx)}::int, ${enqueued(sql`true`)}
    from subscriptions s where s.organization_id = ${ctx.organizationId} and s.id = ${subscriptionId}`);
  return deliveryId;
}

function testEventType(wanted: string | undefined, patterns: string[]): EventType {
  if (wanted !== undefined) {
    if (isEventType(wanted)) return wanted;
    throw new InvalidError("eventType: not an event type of the catalog.", [
      { path: "eventType", message: "Choose a type from GET /api/v1/event-types." },
    ]);
  }
  const listed = EVENT_TYPES.find((type) => patterns.some((pattern) => matchesPattern(pattern, type)));
  return listed ?? "ticket.created";
}
