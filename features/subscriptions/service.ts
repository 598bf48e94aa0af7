import "server-only";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterCommit, database, transaction } from "@/db/client";
import { subscriptionHealth, subscriptions } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { recordAudit } from "@/features/audit/record";
import { delaysOf } from "@/features/deliveries/backoff";
import { cancelDeleted } from "@/features/deliveries/transitions";
import { compileFilter } from "@/features/event-filter/compile";
import type { PayloadFilter } from "@/features/event-filter/schema";
import { assertEventPatterns } from "@/features/event-types/find";
import { FORMATS } from "@/features/formats/formats";
import { assertReferences } from "@/features/members/references";
import { generateSecret } from "@/features/signatures/keys";
import {
  type LockedSubscription,
  SUBSCRIPTION,
  type SubscriptionColumns,
  writeSubscription,
} from "@/features/subscriptions/change";
import { claimTarget, nextDialectId } from "@/features/subscriptions/dialect-target";
import { lockHeir, transferSubscription } from "@/features/subscriptions/owner";
import { getSubscription } from "@/features/subscriptions/queries";
import type { RetryPolicy } from "@/features/subscriptions/retry-policy-schema";
import {
  assertChangeRules,
  assertEchoReceiver,
  assertNewRules,
  assertRoom,
  authorizePastEvents,
  authorizeReading,
} from "@/features/subscriptions/rules";
import type {
  CreatedSubscription,
  CreateSubscription,
  Subscription,
  UpdateSubscription,
} from "@/features/subscriptions/schema";
import { sealHeaders, sealSecret } from "@/features/subscriptions/secrets";
import { followChange, pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";
import {
  changesTarget,
  newVerificationColumns,
  targetColumns,
  type Verified,
  verifiedTarget,
  wantedTarget,
} from "@/features/subscriptions/verification";
import { widenedTypes } from "@/features/subscriptions/widening";
import { inngest } from "@/inngest/client";
import { subscriptionDeleted } from "@/inngest/events";
import { actorUserId, assertPresentSecret, authorize, type Context } from "@/lib/context";
import type { Dialect } from "@/lib/dialect";
import { ForbiddenError } from "@/lib/errors";
import { log } from "@/lib/log";
import { maskQuery } from "@/lib/mask-url";

/** What only our own code gives a new subscription. One that is made in a dialect has no secret unless the caller gave one. */
interface Made {
  dialect: Dialect;
  /** Type → the older name of it that the caller used. */
  eventNames?: Record<string, string> | null;
  /** The target has answered the handshake already. */
  verified?: Verified | undefined;
}

/** The answer is the only place where the secret ever appears. */
export async function createSubscription(
  ctx: Context,
  input: CreateSubscription,
  made?: Made,
): Promise<CreatedSubscription> {
  const createdBy = assertMayCreate(ctx, input);
  const id = uuidv7();
  const secret = input.secret ?? (made ? null : defaultSecret(input));
  const name = input.name ?? new URL(input.targetUrl).host;
  const { organizationId } = ctx;
  return transaction(async () => {
    await assertRoom(ctx);
    await assertEventPatterns(ctx, input.eventTypes, "eventTypes");
    await assertReferences(ctx, input);
    await assertEchoReceiver(ctx, input.targetUrl);
    const dialectColumns = made && (await claimDialect(ctx, input, made));
    await database()
      .insert(subscriptions)
      .values({
        ...newColumns(id, secret, input),
        ...newVerificationColumns(id, input, made?.verified?.hookSecret),
        ...dialectColumns,
        organizationId,
        createdBy,
        name,
        secretSeenBy: secret === null ? null : createdBy,
      });
    await database().insert(subscriptionHealth).values({ subscriptionId: id });
    const created = await getSubscription(ctx, id);
    await followChange(created, created);
    await recordAudit(ctx, {
      action: "subscription.created",
      target: { type: "subscription", id, name },
      changes: {
        targetUrl: { from: null, to: maskQuery(input.targetUrl) },
        eventTypes: { from: null, to: input.eventTypes },
        format: { from: null, to: input.format },
        verification: { from: null, to: created.verification },
        subscriptionLevel: { from: null, to: input.subscriptionLevel },
        retryPolicy: { from: null, to: input.retryPolicy },
        ...(made && { dialect: { from: null, to: made.dialect } }),
        ...(input.filter && { filter: { from: null, to: input.filter } }),
        ...(input.headers && { headers: { from: null, to: "changed" } }),
      },
    });
    return { ...created, secret };
  });
}

/** Throws for what the caller may not do, and for what breaks a rule. Gives the owner-to-be. */
export function assertMayCreate(ctx: Context, input: CreateSubscription): number {
  authorize(ctx, "subscriptions:write");
  const createdBy = actorUserId(ctx);
  if (createdBy === null)
    throw new ForbiddenError("Only a person, or a token of theirs, can create a subscription.");
  assertPresentSecret(ctx);
  authorizeReading(ctx, input.eventTypes);
  assertNewRules(ctx, input);
  return createdBy;
}

/** What a new row has of its dialect; in REST Hooks its target is claimed, and it gets the next integer id. */
async function claimDialect(ctx: Context, { targetUrl }: CreateSubscription, { dialect, eventNames }: Made) {
  if (dialect !== "rest_hooks") return { dialect, eventNames };
  await claimTarget(ctx, targetUrl);
  return { dialect, eventNames, dialectId: await nextDialectId(ctx) };
}

/** Receivers that we shake hands with know us by what they gave back. */
function defaultSecret({ format }: CreateSubscription): string | null {
  return FORMATS[format].isVerified ? null : generateSecret();
}

/** What a new row has of its input. */
function newColumns(id: string, secret: string | null, input: CreateSubscription) {
  return {
    id,
    targetUrl: input.targetUrl,
    eventTypes: input.eventTypes,
    format: input.format,
    secretCiphertext: secret === null ? null : sealSecret(id, secret),
    subscriptionLevel: input.subscriptionLevel,
    teamIds: input.teamIds ?? [],
    sequenceIds: input.sequenceIds ?? [],
    accountId: input.accountId ?? null,
    ...filterColumns(input.filter ?? null),
    ...retryColumns(input.retryPolicy),
    headersCiphertext: sealHeaders(id, input.headers ?? {}),
    ...(input.maxInFlight === undefined ? {} : { maxInFlight: input.maxInFlight }),
  };
}

/** `changed` is what only our own code may change. */
export async function updateSubscription(
  ctx: Context,
  id: string,
  input: UpdateSubscription,
  changed: Pick<Made, "eventNames" | "verified"> = {},
): Promise<Subscription> {
  authorize(ctx, "subscriptions:write");
  const { isActive, ownerId } = input;
  return transaction(async () => {
    // Before the subscription, as removing a member does: it locks them, and then their subscriptions.
    if (ownerId !== undefined) await lockHeir(ctx, ownerId);
    const updated = await applyChange(ctx, SUBSCRIPTION, id, async (locked) => {
      await assertChange(ctx, locked, input);
      const { verified, ...names } = changed;
      const target = verified ? verifiedTarget(locked, input, verified) : targetColumns(locked, input);
      const columns = { ...columnsOf(input), ...target, ...names };
      if (Object.keys(columns).length === 0) return null;
      return {
        action: "subscription.updated",
        write: () => writeSubscription(ctx, id, columns),
        ...(input.headers && { notes: { headers: { from: "changed", to: "changed" } } }),
        tell: (after) => followChange(locked.before, after),
      };
    });
    if (ownerId !== undefined) await transferSubscription(ctx, { id, to: ownerId });
    if (isActive === true) return resumeSubscription(ctx, id);
    if (isActive === false) return pauseSubscription(ctx, id);
    return ownerId === undefined ? updated : getSubscription(ctx, id);
  });
}

/** Throws for what the caller may not do, or what does not fit the rest of the subscription. */
async function assertChange(
  ctx: Context,
  locked: LockedSubscription,
  input: UpdateSubscription,
): Promise<void> {
  const { before } = locked;
  const widened = widenedTypes(before, input);
  if (widened.length > 0) assertPresentSecret(ctx);
  authorizeReading(ctx, widened);
  if (changesTarget(before, input)) await authorizePastEvents(ctx, before.id);
  assertChangeRules(locked, input);
  await assertEventPatterns(ctx, input.eventTypes ?? [], "eventTypes", before.eventTypes);
  await assertReferences(ctx, input);
  await assertEchoReceiver(ctx, input.targetUrl);
  if (before.dialect === "rest_hooks" && changesTarget(before, input))
    await claimTarget(ctx, wantedTarget(before, input), before.id);
}

/** All but where events go, and how that shows that it wants them. */
function columnsOf({
  targetUrl: _,
  headers: __,
  verification: ___,
  isActive: ____,
  ownerId: _____,
  retryPolicy,
  filter,
  ...columns
}: UpdateSubscription): SubscriptionColumns {
  return {
    ...columns,
    ...(retryPolicy === undefined ? {} : retryColumns(retryPolicy)),
    ...(filter === undefined ? {} : filterColumns(filter)),
  };
}

export async function deleteSubscription(ctx: Context, id: string): Promise<void> {
  authorize(ctx, "subscriptions:write");
  await transaction(async () => {
    const { before } = await SUBSCRIPTION.lock(ctx, id);
    await writeSubscription(ctx, id, { deletedAt: sql`now()` });
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

/** The runs would find nothing to do; this only spares them the wait. */
function endRetryRuns(subscriptionId: string): void {
  inngest
    .send(subscriptionDeleted.create({ subscriptionId }))
    .catch((error: unknown) => log.warn({ err: error }, "could not cancel retry runs"));
}

function filterColumns(filter: PayloadFilter | null) {
  return { filter, filterPath: filter && compileFilter(filter) };
}

function retryColumns(policy: RetryPolicy): { retryPolicy: string; retryDelaysSeconds: number[] } {
  return {
    retryPolicy: typeof policy === "string" ? policy : "custom",
    retryDelaysSeconds: delaysOf(policy),
  };
}
