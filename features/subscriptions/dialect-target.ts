import "server-only";
import { and, eq, isNull, max, ne, or, sql } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import { subscriptions } from "@/db/schema";
import type { Context } from "@/lib/context";
import { AppError } from "@/lib/errors";

/** REST Hooks know a webhook by its target: no two that were made in that dialect have the same. Throws 409. */
export async function assertFreeTarget(ctx: Context, targetUrl: string, exceptId?: string): Promise<void> {
  const [taken] = await database()
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.organizationId, ctx.organizationId),
        eq(subscriptions.dialect, "rest_hooks"),
        isNull(subscriptions.deletedAt),
        or(eq(subscriptions.targetUrl, targetUrl), eq(subscriptions.pendingTargetUrl, targetUrl)),
        exceptId === undefined ? undefined : ne(subscriptions.id, exceptId),
      ),
    )
    .limit(1);
  if (!taken) return;
  const message = "Another webhook of your organization has this target. Each needs a URL of its own.";
  throw new AppError("conflict", message, { issues: [{ path: "targetUrl", message }] });
}

/** The same, and nobody else takes it before the transaction ends. To be called last of all that waits for a lock. */
export async function claimTarget(ctx: Context, targetUrl: string, exceptId?: string): Promise<void> {
  await currentTransaction().execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`rest_hooks|${ctx.organizationId}`}, 0))`,
  );
  await assertFreeTarget(ctx, targetUrl, exceptId);
}

/** For a new one, whose target is claimed. Ids of deleted ones are not given again. */
export async function nextDialectId(ctx: Context): Promise<number> {
  const [row] = await currentTransaction()
    .select({ last: max(subscriptions.dialectId) })
    .from(subscriptions)
    .where(eq(subscriptions.organizationId, ctx.organizationId));
  return (row?.last ?? 0) + 1;
}
