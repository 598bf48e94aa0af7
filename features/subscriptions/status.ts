import "server-only";
import { eq, sql } from "drizzle-orm";
import { afterCommit, database } from "@/db/client";
import { subscriptionHealth } from "@/db/schema";
import { applyChange, type Change } from "@/features/audit/change";
import { releaseHeld } from "@/features/deliveries/transitions";
import { wakeDeliveries } from "@/features/deliveries/wake";
import { storeEvents } from "@/features/events/publish";
import {
  allows,
  awaitsHandshake,
  isActive,
  isDisabled,
  isPaused,
  needsVerification,
  TRANSITIONS,
} from "@/features/subscription-states/states";
import { SUBSCRIPTION, statusColumns, writeSubscription } from "@/features/subscriptions/change";
import { reclaimTarget } from "@/features/subscriptions/dialect-target";
import type { PauseSubscription, ResumeSubscription } from "@/features/subscriptions/held-schema";
import type { Subscription } from "@/features/subscriptions/schema";
import { ASK_NOW, askTarget } from "@/features/subscriptions/verification";
import { actorInWords, authorize, type Context } from "@/lib/context";

/** From now on events for it are held. What is being sent ends normally; its retries wait. Of a paused one, a note changes why it is. */
export async function pauseSubscription(
  ctx: Context,
  id: string,
  { note }: NonNullable<PauseSubscription> = {},
): Promise<Subscription> {
  authorize(ctx, "subscriptions:write");
  const statusReason = `Paused by ${actorInWords(ctx)}${note ? `: ${note}` : ""}`;
  return applyChange(ctx, SUBSCRIPTION, id, async ({ before }) => {
    if (isPaused(before.status) && note !== undefined)
      return { action: "subscription.updated", write: () => writeSubscription(ctx, id, { statusReason }) };
    if (!allows(TRANSITIONS.pause, before.status)) return null;
    await reclaimTarget(ctx, before);
    return {
      action: "subscription.paused",
      write: () =>
        writeSubscription(ctx, id, { ...statusColumns(TRANSITIONS.pause, statusReason), keptUpTo: null }),
    };
  });
}

/**
 * Active again: what was held is delivered, unless it is kept for somebody to decide later. Where the target has yet to answer the handshake, that
 * is asked first. Of one that is active and keeps what it held, `deliver` is that decision.
 */
export async function resumeSubscription(
  ctx: Context,
  id: string,
  { held }: NonNullable<ResumeSubscription> = {},
): Promise<Subscription> {
  authorize(ctx, "subscriptions:write");
  return applyChange(ctx, SUBSCRIPTION, id, async ({ before }) => {
    if (!allows(TRANSITIONS.resume, before.status)) return held === "deliver" ? letGo(ctx, before) : null;
    await reclaimTarget(ctx, before);
    const set = needsVerification(before)
      ? { ...statusColumns(TRANSITIONS.resumeUnverified, null), ...ASK_NOW }
      : statusColumns(TRANSITIONS.resume, null);
    return {
      action: "subscription.resumed",
      write: () => writeSubscription(ctx, id, { ...set, keptUpTo: held === "keep" ? upToNow(before) : null }),
      tell: async (after) => {
        await followChange(before, after);
        if (isDisabled(before.status) && isActive(after.status))
          await storeEvents(ctx, [enabledEvent(before)]);
      },
    };
  });
}

/** All that it has held until now, and nothing that it holds later for another reason. */
function upToNow({ newestHeldId }: Subscription) {
  return sql`greatest(uuidv7(), ${newestHeldId}::uuid)`;
}

/** What it kept for somebody to decide about. */
function letGo(ctx: Context, { id, keepsHeld }: Subscription): Change<Subscription> | null {
  if (!keepsHeld) return null;
  return {
    action: "subscription.updated",
    write: () => writeSubscription(ctx, id, { keptUpTo: null }),
    tell: () => deliverHeld(id),
  };
}

/** Together with what is told of it, or not at all. */
async function deliverHeld(id: string): Promise<void> {
  await releaseHeld(sql`s.id = ${id}`);
  await wakeDeliveries();
}

/**
 * To be called in the transaction of what may have changed status or target: what was held for one that is active now is delivered, a target's
 * record of failures is not its successor's, and a target that has to answer the handshake is asked.
 */
export async function followChange(before: Subscription, after: Subscription): Promise<void> {
  const isActivated = isActive(after.status) && !isActive(before.status);
  if (isActivated || isReplaced(before, after)) await forgetFailures(after.id);
  if (isActivated) await deliverHeld(after.id);
  if (awaitsHandshake(after) && after.lastVerification === null) afterCommit(() => askTarget(after));
}

/** By one that has answered the handshake. */
function isReplaced(before: Subscription, after: Subscription): boolean {
  return before.targetUrl !== after.targetUrl && before.pendingTargetUrl === after.targetUrl;
}

async function forgetFailures(id: string): Promise<void> {
  await database()
    .update(subscriptionHealth)
    .set({ consecutiveFailures: 0, failingSince: null, breakerOpenUntil: null, breakerTrips: 0 })
    .where(eq(subscriptionHealth.subscriptionId, id));
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
      write: () =>
        writeSubscription(ctx, id, { ...statusColumns(TRANSITIONS.disable, why.detail), keptUpTo: null }),
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
