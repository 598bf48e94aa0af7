import "server-only";
import { and, desc, eq, isNull, type SQL } from "drizzle-orm";
import { database } from "@/db/client";
import { subscriptionHealth, subscriptions } from "@/db/schema";
import { shownTarget } from "@/features/deliveries/target-url";
import { toNames } from "@/features/event-catalog/reply-v3-names";
import type { ListReplyWebhooksQuery, ReplyWebhook } from "@/features/reply-v3/schema";
import { isActive } from "@/features/subscription-states/states";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";

export async function listReplyWebhooks(
  ctx: Context,
  { top, skip }: ListReplyWebhooksQuery,
): Promise<ReplyWebhook[]> {
  authorize(ctx, "subscriptions:read");
  const rows = await selectWebhooks(ctx).orderBy(desc(subscriptions.id)).limit(top).offset(skip);
  return rows.map((row) => toReplyWebhook(ctx, row));
}

/** Throws NotFoundError for what was not made through this dialect, too. */
export async function getReplyWebhook(ctx: Context, id: string): Promise<ReplyWebhook> {
  authorize(ctx, "subscriptions:read");
  const [row] = await selectWebhooks(ctx, eq(subscriptions.id, id));
  if (!row) throw new NotFoundError("webhook");
  return toReplyWebhook(ctx, row);
}

function selectWebhooks(ctx: Context, which?: SQL) {
  return database()
    .select({
      id: subscriptions.id,
      organizationId: subscriptions.organizationId,
      targetUrl: subscriptions.targetUrl,
      eventTypes: subscriptions.eventTypes,
      eventNames: subscriptions.eventNames,
      status: subscriptions.status,
      attempt: subscriptionHealth.attemptCount,
      createdAt: subscriptions.createdAt,
      updatedAt: subscriptions.updatedAt,
      subscriptionLevel: subscriptions.subscriptionLevel,
      sequenceIds: subscriptions.sequenceIds,
      teamIds: subscriptions.teamIds,
      accountId: subscriptions.accountId,
      createdBy: subscriptions.createdBy,
    })
    .from(subscriptions)
    .leftJoin(subscriptionHealth, eq(subscriptionHealth.subscriptionId, subscriptions.id))
    .where(
      and(
        eq(subscriptions.organizationId, ctx.organizationId),
        eq(subscriptions.dialect, "reply_v3"),
        isNull(subscriptions.deletedAt),
        which,
      ),
    )
    .$dynamic();
}

type WebhookRow = Awaited<ReturnType<typeof selectWebhooks>>[number];

function toReplyWebhook(ctx: Context, row: WebhookRow): ReplyWebhook {
  return {
    id: row.id,
    targetUrl: shownTarget(ctx, row.targetUrl),
    eventTypes: toNames(row.eventTypes, row.eventNames),
    isActive: isActive(row.status),
    secret: null,
    attempt: row.attempt ?? 0,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    subscriptionLevel: row.subscriptionLevel,
    ...scopeOf(row),
  };
}

/** Only the field that its level goes by. */
function scopeOf(row: WebhookRow): Partial<ReplyWebhook> {
  switch (row.subscriptionLevel) {
    case "sequence":
      return { sequenceIds: row.sequenceIds };
    case "team":
      return { teamIds: row.teamIds };
    case "account":
      return { accountId: row.accountId ?? row.createdBy };
    case "organization":
      return { organizationId: row.organizationId };
  }
}
