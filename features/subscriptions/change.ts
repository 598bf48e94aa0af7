import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { database } from "@/db/client";
import { subscriptions } from "@/db/schema";
import { applyChange, type Changeable, type ColumnsChange, toChange } from "@/features/audit/change";
import { changesBetween } from "@/features/audit/record";
import { getSubscription } from "@/features/subscriptions/queries";
import type { Subscription } from "@/features/subscriptions/schema";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { maskQuery } from "@/lib/mask-url";

export type SubscriptionColumns = PgUpdateSetSource<typeof subscriptions>;

interface LockedSubscription {
  before: Subscription;
  secretCiphertext: string | null;
}

/** `decide` sees the subscription as it is, while nobody else can change it; null changes nothing. */
export async function changeSubscription(
  ctx: Context,
  id: string,
  decide: (locked: LockedSubscription) => ColumnsChange<SubscriptionColumns> | null,
): Promise<Subscription> {
  authorize(ctx, "subscriptions:write");
  return applyChange(ctx, SUBSCRIPTION, id, (locked) =>
    toChange("subscription", decide(locked), (set) => writeSubscription(ctx, id, set)),
  );
}

export const SUBSCRIPTION: Changeable<string, Subscription, LockedSubscription> = {
  lock: lockSubscription,
  read: getSubscription,
  target: ({ id, name }) => ({ type: "subscription", id, name }),
  difference(before, after) {
    const changes = changesBetween(auditedFields(before), auditedFields(after));
    if (before.targetUrl === after.targetUrl) return changes;
    // The values of its query count as secrets.
    const targetUrl = { from: maskQuery(before.targetUrl), to: maskQuery(after.targetUrl) };
    return { ...changes, targetUrl };
  },
};

function auditedFields({ createdBy, ...subscription }: Subscription) {
  return {
    name: subscription.name,
    eventTypes: subscription.eventTypes,
    format: subscription.format,
    status: subscription.status,
    owner: createdBy.name,
    subscriptionLevel: subscription.subscriptionLevel,
    teamIds: subscription.teamIds,
    sequenceIds: subscription.sequenceIds,
    accountId: subscription.accountId,
    filter: subscription.filter,
    retryPolicy: subscription.retryPolicy,
    maxInFlight: subscription.maxInFlight,
    previousSecretExpiresAt: subscription.previousSecretExpiresAt,
  };
}

export async function writeSubscription(ctx: Context, id: string, set: SubscriptionColumns): Promise<void> {
  await database().update(subscriptions).set(set).where(isOwnSubscription(ctx, id));
}

/** As it is, and as it stays until the transaction ends; publishing goes on meanwhile. */
async function lockSubscription(ctx: Context, id: string): Promise<LockedSubscription> {
  const [row] = await selectSecret(ctx, id).for("no key update");
  if (!row) throw new NotFoundError("subscription");
  return { ...row, before: await getSubscription(ctx, id) };
}

export function selectSecret(ctx: Context, id: string) {
  return database()
    .select({ secretCiphertext: subscriptions.secretCiphertext })
    .from(subscriptions)
    .where(isOwnSubscription(ctx, id));
}

function isOwnSubscription(ctx: Context, id: string) {
  return and(
    eq(subscriptions.organizationId, ctx.organizationId),
    eq(subscriptions.id, id),
    isNull(subscriptions.deletedAt),
  );
}
