import "server-only";
import { and, arrayOverlaps, desc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { memberships, subscriptionHealth, subscriptions, users } from "@/db/schema";
import { contains } from "@/db/search-text";
import { firstUuidAt } from "@/db/uuid";
import { RETRY_PRESETS } from "@/features/deliveries/backoff";
import { IS_FAILED } from "@/features/deliveries/predicates";
import { shownTarget, targetContains, targetIs } from "@/features/deliveries/target-url";
import { eventPatterns } from "@/features/event-catalog/patterns";
import { storedFilterSchema } from "@/features/event-filter/schema";
import { handshakeSchema } from "@/features/handshake/schema";
import { isOwnersMembership } from "@/features/subscription-states/owner";
import { ownerLacks } from "@/features/subscription-states/owner-lacks";
import { isActive, restingUntil } from "@/features/subscription-states/states";
import { countUpTo, HELD } from "@/features/subscriptions/held-columns";
import type { RetryPolicy } from "@/features/subscriptions/retry-policy-schema";
import type { ListSubscriptionsQuery, Subscription } from "@/features/subscriptions/schema";
import { readHeaders } from "@/features/subscriptions/secrets";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import { log } from "@/lib/log";
import { overlapEnd } from "@/lib/overlap";
import type { Page } from "@/lib/pagination";
import { DAY_MS } from "@/lib/time";

export async function listSubscriptions(
  ctx: Context,
  query: ListSubscriptionsQuery,
): Promise<Page<Subscription>> {
  authorize(ctx, "subscriptions:read");
  const before = decodeIdCursor(query.cursor);
  const rows = await selectSubscriptions()
    .where(
      and(
        eq(subscriptions.organizationId, ctx.organizationId),
        isNull(subscriptions.deletedAt),
        before ? lt(subscriptions.id, before) : undefined,
        query.status?.length ? inArray(subscriptions.status, query.status) : undefined,
        query.eventType?.length
          ? arrayOverlaps(subscriptions.eventTypes, query.eventType.flatMap(eventPatterns))
          : undefined,
        query.targetUrl === undefined ? undefined : targetIs(ctx, query.targetUrl),
        query.q ? or(contains(subscriptions.name, query.q), targetContains(ctx, query.q)) : undefined,
      ),
    )
    .orderBy(desc(subscriptions.id))
    .limit(query.limit + 1);
  return toPage(rows, {
    limit: query.limit,
    toItem: (row) => toSubscription(ctx, row),
    cursorOf: (row) => row.subscription.id,
  });
}

export async function getSubscription(ctx: Context, id: string): Promise<Subscription> {
  authorize(ctx, "subscriptions:read");
  const [row] = await selectSubscriptions().where(
    and(
      eq(subscriptions.organizationId, ctx.organizationId),
      eq(subscriptions.id, id),
      isNull(subscriptions.deletedAt),
    ),
  );
  if (!row) throw new NotFoundError("subscription");
  return toSubscription(ctx, row);
}

/** Throws NotFoundError unless the subscription is this organization's; for callers whose own scope lets them ask. */
export async function assertSubscription(ctx: Context, id: string): Promise<void> {
  const [row] = await database()
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.organizationId, ctx.organizationId),
        eq(subscriptions.id, id),
        isNull(subscriptions.deletedAt),
      ),
    );
  if (!row) throw new NotFoundError("subscription");
}

/** Of the hourly counters: as many rows as the day has hours. */
const RECENT = sql<{ attempts: number; failedAttempts: number; firstFailureMs: number | null }>`(
  select json_build_object(
    'attempts', coalesce(sum(succeeded + failed), 0),
    'failedAttempts', coalesce(sum(failed), 0),
    'firstFailureMs', extract(epoch from min(hour) filter (where failed > 0)) * 1000)
  from subscription_stats where subscription_id = subscriptions.id and hour > now() - interval '24 hours')`;

function selectSubscriptions() {
  return database()
    .select({
      subscription: subscriptions,
      ...HELD,
      recent: RECENT,
      failedDeliveries: countUpTo(sql`deliveries d where d.subscription_id = subscriptions.id and ${IS_FAILED}
        and not d.is_test and d.id >= ${firstUuidAt(Date.now() - DAY_MS)} order by d.id desc`),
      health: subscriptionHealth,
      creator: { id: users.id, name: users.name },
      ownerRole: memberships.role,
    })
    .from(subscriptions)
    .innerJoin(users, eq(users.id, subscriptions.createdBy))
    .leftJoin(memberships, isOwnersMembership)
    .leftJoin(subscriptionHealth, eq(subscriptionHealth.subscriptionId, subscriptions.id));
}

type SubscriptionRow = Awaited<ReturnType<typeof selectSubscriptions>>[number];

function toSubscription(
  ctx: Context,
  {
    subscription: row,
    heldEvents,
    keepsHeld,
    newestHeldId,
    recent,
    failedDeliveries,
    health,
    creator,
    ownerRole,
  }: SubscriptionRow,
): Subscription {
  const { firstFailureMs, ...counts } = recent;
  return {
    id: row.id,
    organizationId: row.organizationId,
    name: row.name,
    targetUrl: shownTarget(ctx, row.targetUrl),
    eventTypes: row.eventTypes,
    format: row.format,
    hasSecret: row.secretCiphertext !== null,
    isActive: isActive(row.status),
    previousSecretExpiresAt: overlapEnd(row.previousSecretExpiresAt),
    status: row.status,
    statusReason: row.statusReason,
    statusChangedAt: row.statusChangedAt?.toISOString() ?? null,
    keepsHeld,
    heldEvents,
    newestHeldId,
    ...verificationOf(ctx, row),
    subscriptionLevel: row.subscriptionLevel,
    teamIds: row.teamIds,
    sequenceIds: row.sequenceIds,
    accountId: row.accountId,
    filter: storedFilterSchema.nullable().parse(row.filter),
    retryPolicy: toRetryPolicy(row.retryPolicy, row.retryDelaysSeconds),
    retryDelaysSeconds: row.retryDelaysSeconds,
    headerNames: headerNames(row),
    maxInFlight: row.maxInFlight,
    health: {
      consecutiveFailures: health?.consecutiveFailures ?? 0,
      failingSince: health?.failingSince?.toISOString() ?? null,
      pausedUntil: restingUntil(health?.breakerOpenUntil),
      lastDeliveryAt: health?.lastDeliveryAt?.toISOString() ?? null,
      lastSuccessAt: health?.lastSuccessAt?.toISOString() ?? null,
      recent: {
        ...counts,
        failedDeliveries,
        firstFailureAt:
          firstFailureMs === null
            ? null
            : new Date(Math.max(firstFailureMs, row.createdAt.getTime())).toISOString(),
      },
    },
    dialect: row.dialect,
    createdBy: creator,
    ownerMissingScopes: ownerLacks(ownerRole, row.eventTypes),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function verificationOf(ctx: Context, row: SubscriptionRow["subscription"]) {
  const last = handshakeSchema.nullable().parse(row.lastVerification);
  const isAnswered = last !== null && last.outcome !== "sent";
  return {
    verification: row.verification,
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    pendingTargetUrl: row.pendingTargetUrl && shownTarget(ctx, row.pendingTargetUrl),
    lastVerification: last && {
      ...last,
      nextTryAt: isAnswered ? (row.verificationDueAt?.toISOString() ?? null) : null,
    },
  };
}

/** One row whose key is lost must not take the whole list along. */
function headerNames(row: { id: string; headersCiphertext: string | null }): string[] {
  try {
    return Object.keys(readHeaders(row));
  } catch (error) {
    log.error({ err: error, subscriptionId: row.id }, "could not open a subscription's headers");
    return [];
  }
}

function toRetryPolicy(name: string, delaysSeconds: number[]): RetryPolicy {
  return RETRY_PRESETS.find((preset) => preset === name) ?? { delaysSeconds };
}
