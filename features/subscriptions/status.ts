import "server-only";
import { eq, sql } from "drizzle-orm";
import { afterCommit, database } from "@/db/client";
import { subscriptionHealth } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { releaseHeld } from "@/features/deliveries/transitions";
import { wakeDeliveries } from "@/features/deliveries/wake";
import { storeEvents } from "@/features/events/publish";
import { SUBSCRIPTION, writeSubscription } from "@/features/subscriptions/change";
import type { Subscription } from "@/features/subscriptions/schema";
import { allows, isDisabled, TRANSITIONS, type Transition } from "@/features/subscriptions/states";
import { authorize, type Context } from "@/lib/context";

/** From now on events for it are held. What is being sent ends normally; its retries wait. */
export async function pauseSubscription(ctx: Context, id: string): Promise<Subscription> {
  authorize(ctx, "subscriptions:write");
  return applyChange(ctx, SUBSCRIPTION, id, ({ before }) => {
    if (!allows(TRANSITIONS.pause, before.status)) return null;
    return {
      action: "subscription.paused",
      write: () => writeStatus(ctx, id, TRANSITIONS.pause, `Paused by ${ctx.actor.name}`),
    };
  });
}

/** Active again: what was held is delivered, and the record of failures starts afresh. */
export async function resumeSubscription(ctx: Context, id: string): Promise<Subscription> {
  authorize(ctx, "subscriptions:write");
  return applyChange(ctx, SUBSCRIPTION, id, ({ before }) => {
    if (!allows(TRANSITIONS.resume, before.status)) return null;
    return {
      action: "subscription.resumed",
      write: () => startAfresh(ctx, id),
      tell: async () => {
        if (isDisabled(before.status)) await storeEvents(ctx, [enabledEvent(before)]);
        afterCommit(wakeDeliveries);
      },
    };
  });
}

async function startAfresh(ctx: Context, id: string): Promise<void> {
  await writeStatus(ctx, id, TRANSITIONS.resume, null);
  await database()
    .update(subscriptionHealth)
    .set({ consecutiveFailures: 0, failingSince: null, breakerOpenUntil: null, breakerTrips: 0 })
    .where(eq(subscriptionHealth.subscriptionId, id));
  await releaseHeld(sql`s.id = ${id}`);
}

/** Takes a target out of use because it said 410 Gone or has failed for too long. Events for it are held from now on. */
export async function disableSubscription(
  ctx: Context,
  id: string,
  { targetUrl, ...why }: { reason: "gone" | "failing"; detail: string; targetUrl: string },
): Promise<void> {
  await applyChange(ctx, SUBSCRIPTION, id, ({ before }) => {
    // What an old target said late must not disable its successor.
    if (!allows(TRANSITIONS.disable, before.status) || before.targetUrl !== targetUrl) return null;
    return {
      action: "subscription.disabled",
      write: () => writeStatus(ctx, id, TRANSITIONS.disable, why.detail),
      tell: () => storeEvents(ctx, [disabledEvent(before, why)]),
    };
  });
}

function enabledEvent(before: Subscription) {
  const data = { ...subject(before), enabledAt: new Date().toISOString() };
  return { type: "subscription.enabled" as const, subject: { type: "subscription", id: before.id }, data };
}

function disabledEvent(before: Subscription, why: { reason: string; detail: string }) {
  const data = { ...subject(before), ...why, disabledAt: new Date().toISOString() };
  return { type: "subscription.disabled" as const, subject: { type: "subscription", id: before.id }, data };
}

/** The subscription as its own events describe it to other targets; the path of a webhook URL is often its secret. */
function subject({ id, name, targetUrl, eventTypes }: Subscription) {
  return { id, name, targetUrl: new URL(targetUrl).origin, eventTypes };
}

function writeStatus(
  ctx: Context,
  id: string,
  { to }: Transition,
  statusReason: string | null,
): Promise<void> {
  return writeSubscription(ctx, id, { status: to, statusReason, statusChangedAt: sql`now()` });
}
