import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import * as z from "zod";
import { database } from "@/db/client";
import { attempts, deliveries } from "@/db/schema";
import type { ListAttemptsQuery, LoggedAttempt } from "@/features/deliveries/attempt-schema";
import { authorize, type Context } from "@/lib/context";
import { decodeKeyCursor, keyCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";
import { instantSchema } from "@/lib/wire-types";

const cursorSchema = z.tuple([instantSchema, z.uuid(), z.coerce.number().int().min(1).max(32_767)]);

/** Newest first. A delivery's attempts can start in the same millisecond as others, so all three make the key. */
const KEY = sql`(${attempts.startedAt}, ${attempts.deliveryId}, ${attempts.number})`;

/** Every HTTP try of one subscription. */
export async function listSubscriptionAttempts(
  ctx: Context,
  subscriptionId: string,
  query: ListAttemptsQuery,
): Promise<Page<LoggedAttempt>> {
  authorize(ctx, "deliveries:read");
  const before = decodeKeyCursor(query.cursor, cursorSchema);
  const rows = await database()
    .select({
      deliveryId: attempts.deliveryId,
      eventType: deliveries.eventType,
      statusCode: attempts.statusCode,
      number: attempts.number,
      success: attempts.success,
      startedAt: attempts.startedAt,
      durationMs: attempts.durationMs,
      errorClass: attempts.errorClass,
      trigger: attempts.trigger,
    })
    .from(attempts)
    .innerJoin(deliveries, eq(deliveries.id, attempts.deliveryId))
    .where(
      and(
        eq(attempts.subscriptionId, subscriptionId),
        eq(deliveries.organizationId, ctx.organizationId),
        query.result ? eq(attempts.success, query.result === "success") : undefined,
        before
          ? sql`${KEY} < (${before[0]}::timestamptz, ${before[1]}::uuid, ${before[2]}::smallint)`
          : undefined,
      ),
    )
    .orderBy(desc(attempts.startedAt), desc(attempts.deliveryId), desc(attempts.number))
    .limit(query.limit + 1);
  return toPage(rows, {
    limit: query.limit,
    toItem: (row) => ({ ...row, startedAt: row.startedAt.toISOString() }),
    cursorOf: (row) => keyCursor(row.startedAt.toISOString(), row.deliveryId, String(row.number)),
  });
}
