import "server-only";
import { and, between, desc, eq, gte, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { database } from "@/db/client";
import type { AttemptTrigger, DeliveryStatus } from "@/db/enums";
import { deliveries, events, subscriptionHealth, subscriptions } from "@/db/schema";
import { firstUuidAt } from "@/db/uuid";
import { listAttempts } from "@/features/deliveries/attempts";
import { contentColumns, renderBody, toContent } from "@/features/deliveries/content";
import { CURRENT_STATUS, hasStatus } from "@/features/deliveries/current-status";
import { HELD_REASON } from "@/features/deliveries/held-reason";
import type { Delivery, DeliveryDetail, ListDeliveriesQuery } from "@/features/deliveries/schema";
import { isManual, isWaiting } from "@/features/deliveries/states";
import { SUBJECT, shownSubject } from "@/features/deliveries/subject";
import { shownTarget } from "@/features/deliveries/target-url";
import { withheldFrom } from "@/features/event-catalog/withheld";
import { FORMATS } from "@/features/formats/formats";
import { restingUntil } from "@/features/subscription-states/states";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";

export async function listDeliveries(ctx: Context, query: ListDeliveriesQuery): Promise<Page<Delivery>> {
  authorize(ctx, "deliveries:read");
  const before = decodeIdCursor(query.cursor);
  const rows = await selectDeliveries()
    .where(
      and(
        eq(deliveries.organizationId, ctx.organizationId),
        before ? lt(deliveries.id, before) : undefined,
        query.subscriptionId ? eq(deliveries.subscriptionId, query.subscriptionId) : undefined,
        query.status ? hasStatus(query.status, query.subscriptionId) : undefined,
        query.eventType ? eq(deliveries.eventType, query.eventType) : undefined,
        query.statusCode === undefined ? undefined : hasStatusCode(query.statusCode),
        query.from ? gte(deliveries.id, firstUuidAt(Date.parse(query.from))) : undefined,
        query.to ? lt(deliveries.id, firstUuidAt(Date.parse(query.to))) : undefined,
        query.q ? hasId(query.q) : undefined,
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(query.limit + 1);
  return toPage(rows, {
    limit: query.limit,
    toItem: (row) => toDelivery(ctx, row),
    cursorOf: (row) => row.id,
  });
}

export async function getDelivery(ctx: Context, id: string): Promise<DeliveryDetail> {
  authorize(ctx, "deliveries:read");
  const [found] = await database()
    .select({
      row: deliveryColumns,
      content: contentColumns,
      targetUrl: subscriptions.targetUrl,
      nextTrigger: deliveries.nextTrigger,
      breakerOpenUntil: subscriptionHealth.breakerOpenUntil,
    })
    .from(deliveries)
    .innerJoin(events, eq(events.id, deliveries.eventId))
    .innerJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId))
    .leftJoin(subscriptionHealth, eq(subscriptionHealth.subscriptionId, deliveries.subscriptionId))
    .where(and(eq(deliveries.organizationId, ctx.organizationId), eq(deliveries.id, id)));
  if (!found) throw new NotFoundError("delivery");
  const { row, ...source } = found;
  const withheld = withheldFrom(ctx, row.eventType);
  const payload = withheld ? null : renderBody(toContent(source.content));
  const attempts = await listAttempts(ctx, { deliveryId: id, payload });
  return {
    ...toDelivery(ctx, row),
    targetUrl: attempts[0]?.request.url ?? shownTarget(ctx, source.targetUrl),
    targetPausedUntil: targetPausedUntil({ status: row.status, ...source }),
    payload,
    contentType: FORMATS[row.format].contentType,
    withheld,
    plannedAttempts: plannedAttempts(row),
    attempts,
  };
}

/** A delivery without its attempts, for services that have authorized their caller by a scope of their own. */
export async function readDelivery(ctx: Context, id: string): Promise<Delivery> {
  const [row] = await selectDeliveries().where(
    and(eq(deliveries.organizationId, ctx.organizationId), eq(deliveries.id, id)),
  );
  if (!row) throw new NotFoundError("delivery");
  return toDelivery(ctx, row);
}

const deliveryColumns = {
  id: deliveries.id,
  eventId: deliveries.eventId,
  subscriptionId: deliveries.subscriptionId,
  subscriptionName: subscriptions.name,
  eventType: deliveries.eventType,
  format: deliveries.format,
  status: CURRENT_STATUS,
  heldReason: HELD_REASON,
  isTest: deliveries.isTest,
  attemptCount: deliveries.attemptCount,
  maxAttempts: deliveries.maxAttempts,
  nextAttemptAt: deliveries.nextAttemptAt,
  lastStatusCode: deliveries.lastStatusCode,
  lastErrorClass: deliveries.lastErrorClass,
  lastDurationMs: deliveries.lastDurationMs,
  createdAt: deliveries.createdAt,
  completedAt: deliveries.completedAt,
  subject: SUBJECT,
};

function selectDeliveries() {
  return database()
    .select(deliveryColumns)
    .from(deliveries)
    .innerJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId));
}

type DeliveryRow = Awaited<ReturnType<typeof selectDeliveries>>[number];

function toDelivery(ctx: Context, row: DeliveryRow): Delivery {
  return {
    ...row,
    subject: shownSubject(ctx, row.subject),
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
  };
}

function plannedAttempts(row: DeliveryRow): DeliveryDetail["plannedAttempts"] {
  if (row.completedAt) return [];
  return Array.from({ length: Math.max(0, row.maxAttempts - row.attemptCount) }, (_, index) => ({
    number: row.attemptCount + index + 1,
    at: index === 0 ? (row.nextAttemptAt?.toISOString() ?? null) : null,
  }));
}

function hasStatusCode(code: NonNullable<ListDeliveriesQuery["statusCode"]>): SQL | undefined {
  if (typeof code === "number") return eq(deliveries.lastStatusCode, code);
  if (code === "none") return and(isNull(deliveries.lastStatusCode), sql`${deliveries.attemptCount} > 0`);
  const first = Number(code[0]) * 100;
  return between(deliveries.lastStatusCode, first, first + 99);
}

function hasId(text: string): SQL | undefined {
  const id = z.uuid().safeParse(text).data;
  return id ? or(eq(deliveries.id, id), eq(deliveries.eventId, id)) : sql`false`;
}

function targetPausedUntil(delivery: {
  status: DeliveryStatus;
  nextTrigger: AttemptTrigger;
  breakerOpenUntil: Date | null;
}): string | null {
  const { status, nextTrigger, breakerOpenUntil } = delivery;
  return isWaiting(status) && !isManual(nextTrigger) ? restingUntil(breakerOpenUntil) : null;
}
