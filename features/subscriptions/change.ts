import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { database } from "@/db/client";
import { subscriptions } from "@/db/schema";
import { applyChange, type Changeable, type ColumnsChange, toChange } from "@/features/audit/change";
import { type Changes, changesBetween } from "@/features/audit/record";
import type { Transition } from "@/features/subscription-states/states";
import { getSubscription } from "@/features/subscriptions/queries";
import type { Subscription } from "@/features/subscriptions/schema";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { maskQuery } from "@/lib/mask-url";

export type SubscriptionColumns = PgUpdateSetSource<typeof subscriptions>;

export interface LockedSubscription {
  before: Subscription;
  secretCiphertext: string | null;
  headersCiphertext: string | null;
  pendingHeadersCiphertext: string | null;
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
    return {
      ...changes,
      ...urlChange("targetUrl", before, after),
      ...urlChange("pendingTargetUrl", before, after),
    };
  },
};

/** The values of its query count as secrets. */
function urlChange(
  field: "targetUrl" | "pendingTargetUrl",
  { [field]: from }: Subscription,
  { [field]: to }: Subscription,
): Changes {
  return from === to ? {} : { [field]: { from: from && maskQuery(from), to: to && maskQuery(to) } };
}

function auditedFields({ createdBy, ...subscription }: Subscription) {
  return {
    name: subscription.name,
    eventTypes: subscription.eventTypes,
    format: subscription.format,
    hasSecret: subscription.hasSecret,
    status: subscription.status,
    statusReason: subscription.statusReason,
    keepsHeld: subscription.keepsHeld,
    verification: subscription.verification,
    verifiedAt: subscription.verifiedAt,
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

/** Columns of a subscription that has gone this way. */
export function statusColumns({ to }: Transition, statusReason: string | null): SubscriptionColumns {
  return { status: to, statusReason, statusChangedAt: sql`now()` };
}

export async function writeSubscription(ctx: Context, id: string, set: SubscriptionColumns): Promise<void> {
  await database().update(subscriptions).set(set).where(isOwnSubscription(ctx, id));
}

/** As it is, and as it stays until the transaction ends; publishing goes on meanwhile. */
async function lockSubscription(ctx: Context, id: string): Promise<LockedSubscription> {
  const [row] = await selectSecrets(ctx, id).for("no key update");
  if (!row) throw new NotFoundError("subscription");
  return { ...row, before: await getSubscription(ctx, id) };
}

export function selectSecrets(ctx: Context, id: string) {
  return database()
    .select({
      secretCiphertext: subscriptions.secretCiphertext,
      headersCiphertext: subscriptions.headersCiphertext,
      pendingHeadersCiphertext: subscriptions.pendingHeadersCiphertext,
    })
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
