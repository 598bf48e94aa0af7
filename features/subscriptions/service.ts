import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterCommit, database, transaction } from "@/db/client";
import { subscriptionHealth, subscriptions } from "@/db/schema";
import { changesBetween, recordAudit } from "@/features/audit/record";
import { delaysOf } from "@/features/deliveries/backoff";
import { generateSecret } from "@/features/deliveries/signature";
import { cancelDeleted, releaseHeld } from "@/features/deliveries/transitions";
import { wakeDeliveries } from "@/features/deliveries/wake";
import { storeEvents } from "@/features/events/publish";
import {
  isOwnSubscription,
  lockSubscription,
  type SubscriptionColumns,
} from "@/features/subscriptions/change";
import { transferSubscription } from "@/features/subscriptions/owner";
import { getSubscription } from "@/features/subscriptions/queries";
import {
  assertChangeRules,
  assertNewRules,
  assertRoom,
  authorizeKept,
  authorizeReading,
} from "@/features/subscriptions/rules";
import type {
  CreatedSubscription,
  CreateSubscription,
  RetryPolicy,
  Subscription,
  UpdateSubscription,
} from "@/features/subscriptions/schema";
import { sealHeaders, sealSecret } from "@/features/subscriptions/secrets";
import { widenedTypes } from "@/features/subscriptions/widening";
import { assertReferences } from "@/features/tickets/references";
import { inngest } from "@/inngest/client";
import { subscriptionDeleted } from "@/inngest/events";
import { actorUserId, assertPresentSecret, authorize, type Context } from "@/lib/context";
import { ForbiddenError, NotFoundError } from "@/lib/errors";
import { log } from "@/lib/log";
import { maskQuery } from "@/lib/mask-url";

/** The answer is the only place where the secret ever appears. */
export async function createSubscription(
  ctx: Context,
  input: CreateSubscription,
): Promise<CreatedSubscription> {
  authorize(ctx, "subscriptions:write");
  const createdBy = actorUserId(ctx);
  if (createdBy === null)
    throw new ForbiddenError("Only a person, or a token of theirs, can create a subscription.");
  assertPresentSecret(ctx);
  authorizeReading(ctx, input.eventTypes);
  assertNewRules(ctx, input);
  const id = uuidv7();
  const secret = input.secret ?? generateSecret();
  const name = input.name ?? new URL(input.targetUrl).host;
  return transaction(async () => {
    await assertRoom(ctx);
    await assertReferences(ctx, input);
    await database()
      .insert(subscriptions)
      .values({
        id,
        organizationId: ctx.organizationId,
        createdBy,
        name,
        targetUrl: input.targetUrl,
        eventTypes: input.eventTypes,
        secretCiphertext: sealSecret(id, secret),
        secretSeenBy: createdBy,
        subscriptionLevel: input.subscriptionLevel,
        teamIds: input.teamIds ?? [],
        sequenceIds: input.sequenceIds ?? [],
        accountId: input.accountId ?? null,
        ...retryColumns(input.retryPolicy),
        headersCiphertext: sealHeaders(id, input.headers ?? {}),
        ...(input.maxInFlight === undefined ? {} : { maxInFlight: input.maxInFlight }),
      });
    await database().insert(subscriptionHealth).values({ subscriptionId: id });
    await recordAudit(ctx, {
      action: "subscription.created",
      target: { type: "subscription", id, name },
      changes: {
        targetUrl: { from: null, to: maskQuery(input.targetUrl) },
        eventTypes: { from: null, to: input.eventTypes },
        subscriptionLevel: { from: null, to: input.subscriptionLevel },
        retryPolicy: { from: null, to: input.retryPolicy },
        ...(input.headers && { headers: { from: null, to: "changed" } }),
      },
    });
    return { ...(await getSubscription(ctx, id)), secret };
  });
}

export async function updateSubscription(
  ctx: Context,
  id: string,
  input: UpdateSubscription,
): Promise<Subscription> {
  authorize(ctx, "subscriptions:write");
  const { isActive, headers, retryPolicy, ownerId, ...columns } = input;
  return transaction(async () => {
    const { before } = await lockSubscription(ctx, id);
    const widened = widenedTypes(before, input);
    if (widened.length > 0) assertPresentSecret(ctx);
    authorizeReading(ctx, widened);
    if (input.targetUrl !== undefined && input.targetUrl !== before.targetUrl) await authorizeKept(ctx, id);
    assertChangeRules(before, input);
    await assertReferences(ctx, input);
    const changed = {
      ...columns,
      ...(headers === undefined ? {} : { headersCiphertext: sealHeaders(id, headers) }),
      ...(retryPolicy === undefined ? {} : retryColumns(retryPolicy)),
    };
    if (Object.keys(changed).length > 0) {
      await updateOwn(ctx, id, changed);
      await recordAudit(ctx, {
        action: "subscription.updated",
        target: { type: "subscription", id, name: input.name ?? before.name },
        changes: difference(before, input),
      });
    }
    if (ownerId !== undefined) await transferSubscription(ctx, { id, to: ownerId });
    if (isActive === true) return resumeSubscription(ctx, id);
    if (isActive === false) return pauseSubscription(ctx, id);
    return getSubscription(ctx, id);
  });
}

/** From now on events for it are held. What is being sent ends normally; its retries wait. */
export async function pauseSubscription(ctx: Context, id: string): Promise<Subscription> {
  authorize(ctx, "subscriptions:write");
  const before = await getSubscription(ctx, id);
  if (before.status === "paused") return before;
  return transaction(async () => {
    await setStatus(ctx, before, { status: "paused", statusReason: `Paused by ${ctx.actor.name}` });
    return getSubscription(ctx, id);
  });
}

/** Active again: what was held is delivered, and the record of failures starts afresh. */
export async function resumeSubscription(ctx: Context, id: string): Promise<Subscription> {
  authorize(ctx, "subscriptions:write");
  const before = await getSubscription(ctx, id);
  if (before.status === "active") return before;
  return transaction(async () => {
    const won = await setStatus(ctx, before, { status: "active", statusReason: null });
    if (!won) return getSubscription(ctx, id);
    await database()
      .update(subscriptionHealth)
      .set({ consecutiveFailures: 0, failingSince: null, breakerOpenUntil: null, breakerTrips: 0 })
      .where(eq(subscriptionHealth.subscriptionId, id));
    await releaseHeld(sql`s.id = ${id}`);
    afterCommit(wakeDeliveries);
    return getSubscription(ctx, id);
  });
}

/** Takes a target out of use because it said 410 Gone or has failed for too long. Events for it are held from now on. */
export async function disableSubscription(
  ctx: Context,
  id: string,
  { targetUrl, ...why }: { reason: "gone" | "failing"; detail: string; targetUrl: string },
): Promise<void> {
  const before = await getSubscription(ctx, id);
  // What an old target said late must not disable its successor.
  if (before.status !== "active" || before.targetUrl !== targetUrl) return;
  await transaction(async () => {
    const won = await setStatus(ctx, before, { status: "disabled", statusReason: why.detail });
    if (!won) return;
    await storeEvents(ctx, [
      {
        type: "subscription.disabled",
        data: { ...subject(before), ...why, disabledAt: new Date().toISOString() },
      },
    ]);
  });
}

/** The subscription as its own events describe it to other targets; the path of a webhook URL is often its secret. */
function subject({ id, name, targetUrl, eventTypes }: Subscription) {
  return { id, name, targetUrl: new URL(targetUrl).origin, eventTypes };
}

export async function deleteSubscription(ctx: Context, id: string): Promise<void> {
  authorize(ctx, "subscriptions:write");
  const before = await getSubscription(ctx, id);
  await transaction(async () => {
    await updateOwn(ctx, id, { deletedAt: sql`now()` });
    await cancelDeleted(sql`s.id = ${id}`);
    await recordAudit(ctx, {
      action: "subscription.deleted",
      target: { type: "subscription", id, name: before.name },
      changes: {
        status: { from: before.status, to: "deleted" },
        targetUrl: { from: maskQuery(before.targetUrl), to: null },
        eventTypes: { from: before.eventTypes, to: null },
      },
    });
    afterCommit(() => endRetryRuns(id));
  });
}

/** False, with nothing done, when someone else has changed the status since `before` was read. */
async function setStatus(
  ctx: Context,
  before: Subscription,
  change: { status: Subscription["status"]; statusReason: string | null },
): Promise<boolean> {
  const won = await database()
    .update(subscriptions)
    .set({ ...change, statusChangedAt: sql`now()` })
    .where(and(isOwnSubscription(ctx, before.id), eq(subscriptions.status, before.status)))
    .returning({ id: subscriptions.id });
  if (won.length === 0) return false;
  await recordAudit(ctx, {
    action: `subscription.${change.status === "active" ? "resumed" : change.status}`,
    target: { type: "subscription", id: before.id, name: before.name },
    changes: { status: { from: before.status, to: change.status } },
  });
  if (before.status === "disabled" && change.status === "active") {
    await storeEvents(ctx, [
      { type: "subscription.enabled", data: { ...subject(before), enabledAt: new Date().toISOString() } },
    ]);
  }
  return true;
}

async function updateOwn(ctx: Context, id: string, columns: SubscriptionColumns): Promise<void> {
  const updated = await database()
    .update(subscriptions)
    .set(columns)
    .where(isOwnSubscription(ctx, id))
    .returning({ id: subscriptions.id });
  if (updated.length === 0) throw new NotFoundError("subscription");
}

/** The runs would find nothing to do; this only spares them the wait. */
function endRetryRuns(subscriptionId: string): void {
  inngest
    .send(subscriptionDeleted.create({ subscriptionId }))
    .catch((error: unknown) => log.warn({ err: error }, "could not cancel retry runs"));
}

function retryColumns(policy: RetryPolicy): { retryPolicy: string; retryDelaysSeconds: number[] } {
  return {
    retryPolicy: typeof policy === "string" ? policy : "custom",
    retryDelaysSeconds: delaysOf(policy),
  };
}

/** For the audit log; header values count as secrets, and so do those of the target's query. */
function difference(
  before: Subscription,
  { headers, isActive: _, ownerId: __, ...plain }: UpdateSubscription,
) {
  const { targetUrl, ...changes } = changesBetween(before, plain);
  return {
    ...changes,
    ...(targetUrl && {
      targetUrl: { from: maskQuery(before.targetUrl), to: maskQuery(String(targetUrl.to)) },
    }),
    ...(headers && { headers: { from: "changed", to: "changed" } }),
  };
}
