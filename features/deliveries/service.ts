import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterCommit, database, transaction } from "@/db/client";
import { deliveries, events, subscriptions } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { readDelivery } from "@/features/deliveries/queries";
import type { Delivery } from "@/features/deliveries/schema";
import { wakeDeliveries } from "@/features/deliveries/wake";
import {
  EVENT_TYPES,
  type EventType,
  eventDefinition,
  matchesPattern,
  payloadSchema,
} from "@/features/events/catalog/catalog";
import { isEventType } from "@/features/events/catalog/names";
import { assertOwnerMayGet } from "@/features/subscriptions/owner";
import { getSubscription } from "@/features/subscriptions/queries";
import type { TestSubscription } from "@/features/subscriptions/schema";
import { inngest } from "@/inngest/client";
import { deliveryRetryCanceled } from "@/inngest/events";
import { actorLabel, actorUserId, authorize, type Context } from "@/lib/context";
import { ConflictError, InvalidError } from "@/lib/errors";
import { log } from "@/lib/log";

/** The counter is a smallint, and nobody needs it to be more. */
const MAX_ATTEMPTS = 1000;

/**
 * Sends a delivery now: the same id and bytes. One that waits for a retry keeps its schedule; a finished one gets one more attempt.
 * Throws ConflictError while it is being sent already or its subscription takes nothing.
 */
export async function resendDelivery(ctx: Context, id: string): Promise<Delivery> {
  authorize(ctx, "deliveries:write");
  const before = await readDelivery(ctx, id);
  if (before.attemptCount >= MAX_ATTEMPTS) {
    throw new ConflictError(`It has been tried ${MAX_ATTEMPTS} times. Publish the event anew instead.`);
  }
  return transaction(async () => {
    const [subscription] = await database()
      .select({ status: subscriptions.status, deletedAt: subscriptions.deletedAt })
      .from(subscriptions)
      .where(
        and(
          eq(subscriptions.organizationId, ctx.organizationId),
          eq(subscriptions.id, before.subscriptionId),
        ),
      );
    if (!subscription || subscription.deletedAt) throw new ConflictError("Its subscription was deleted.");
    if (subscription.status !== "active") {
      throw new ConflictError(`The subscription is ${subscription.status}. Resume it first, then resend.`);
    }
    await assertOwnerMayGet(ctx, before.subscriptionId, before.eventType);
    const updated = await database()
      .update(deliveries)
      .set({
        status: "pending",
        nextAttemptAt: sql`now()`,
        dueAt: sql`now()`,
        nextTrigger: "manual",
        requestedBy: actorUserId(ctx),
        completedAt: null,
        maxAttempts: sql`case when ${deliveries.completedAt} is null then ${deliveries.maxAttempts} else ${deliveries.attemptCount} + 1 end`,
      })
      .where(
        and(
          eq(deliveries.organizationId, ctx.organizationId),
          eq(deliveries.id, id),
          sql`${deliveries.status} <> 'sending'`,
        ),
      )
      .returning({ id: deliveries.id });
    if (updated.length === 0)
      throw new ConflictError("It is being sent at this moment. Wait for the result.");
    await recordAudit(ctx, {
      action: "delivery.resent",
      target: { type: "delivery", id, name: before.eventType },
      changes: { status: { from: before.status, to: "pending" } },
    });
    afterCommit(wakeDeliveries);
    afterCommit(() => endRetryRun(id));
    return readDelivery(ctx, id);
  });
}

/** No further attempt is made; one that is under way ends normally. Throws ConflictError when nothing is left to cancel. */
export async function cancelDelivery(ctx: Context, id: string): Promise<Delivery> {
  authorize(ctx, "deliveries:write");
  const before = await readDelivery(ctx, id);
  return transaction(async () => {
    const own = and(eq(deliveries.organizationId, ctx.organizationId), eq(deliveries.id, id));
    const canceled = await database()
      .update(deliveries)
      .set({ status: "canceled", completedAt: sql`now()`, nextAttemptAt: null, dueAt: null })
      .where(and(own, sql`${deliveries.status} in ('pending', 'retrying', 'held')`))
      .returning({ id: deliveries.id });
    const shortened =
      canceled.length > 0
        ? []
        : await database()
            .update(deliveries)
            .set({ maxAttempts: sql`${deliveries.attemptCount} + 1` })
            .where(and(own, eq(deliveries.status, "sending")))
            .returning({ id: deliveries.id });
    if (canceled.length + shortened.length === 0) {
      throw new ConflictError(`The delivery has ${before.status} already; nothing is left to cancel.`);
    }
    await recordAudit(ctx, {
      action: "delivery.canceled",
      target: { type: "delivery", id, name: before.eventType },
      // One that is under way ends normally; what is canceled then is every further attempt.
      changes:
        canceled.length > 0
          ? { status: { from: before.status, to: "canceled" } }
          : { maxAttempts: { from: before.maxAttempts, to: before.attemptCount + 1 } },
    });
    afterCommit(() => endRetryRun(id));
    return readDelivery(ctx, id);
  });
}

/** Sends one marked event to one subscription only; it is never retried. Throws InvalidError for an unknown type or data that does not fit it. */
export async function sendTestEvent(
  ctx: Context,
  subscriptionId: string,
  input: TestSubscription,
): Promise<Delivery> {
  authorize(ctx, "subscriptions:write");
  const subscription = await getSubscription(ctx, subscriptionId);
  if (subscription.status !== "active") {
    throw new ConflictError(
      `The subscription is ${subscription.status}. Resume it first, then send the test.`,
    );
  }
  const type = testEventType(input.eventType, subscription.eventTypes);
  await assertOwnerMayGet(ctx, subscriptionId, type);
  const data = input.data ?? eventDefinition(type).sample;
  const checked = payloadSchema(type).safeParse(data);
  if (!checked.success) {
    throw new InvalidError(
      "The data does not fit the event type's schema.",
      checked.error.issues.map((issue) => ({
        path: ["data", ...issue.path].join("."),
        message: issue.message,
      })),
    );
  }
  const [eventId, deliveryId] = [uuidv7(), uuidv7()];
  return transaction(async () => {
    await database()
      .insert(events)
      .values({
        id: eventId,
        organizationId: ctx.organizationId,
        type,
        data: JSON.stringify(data),
        isTest: true,
        actor: actorLabel(ctx),
        occurredAt: sql`now()`,
      });
    await database()
      .insert(deliveries)
      .values({
        id: deliveryId,
        organizationId: ctx.organizationId,
        subscriptionId,
        eventId,
        eventType: type,
        status: "pending",
        isTest: true,
        maxAttempts: 1,
        nextTrigger: "test",
        requestedBy: actorUserId(ctx),
        nextAttemptAt: sql`now()`,
        dueAt: sql`now()`,
      });
    await recordAudit(ctx, {
      action: "subscription.tested",
      target: { type: "subscription", id: subscriptionId, name: subscription.name },
    });
    afterCommit(wakeDeliveries);
    return readDelivery(ctx, deliveryId);
  });
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

/** The run would find its delivery gone; this only spares it the wait. */
function endRetryRun(deliveryId: string): void {
  inngest
    .send(deliveryRetryCanceled.create({ deliveryId }))
    .catch((error: unknown) => log.warn({ err: error }, "could not cancel a retry run"));
}
