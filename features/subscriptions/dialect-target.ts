import "server-only";
import { and, eq, isNull, max, ne, not, or, sql } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import { subscriptions } from "@/db/schema";
import { isDisabledIn } from "@/features/subscription-states/predicates";
import { isDisabled } from "@/features/subscription-states/states";
import type { Subscription } from "@/features/subscriptions/schema";
import type { Context } from "@/lib/context";
import { AppError } from "@/lib/errors";

/**
 * REST Hooks know a webhook by its target: no two that were made in that dialect have the same, but for those that have ended, as by 410.
 * Throws 409.
 */
export async function assertFreeTarget(ctx: Context, targetUrl: string, exceptId?: string): Promise<void> {
  const [taken] = await database()
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.organizationId, ctx.organizationId),
        eq(subscriptions.dialect, "rest_hooks"),
        isNull(subscriptions.deletedAt),
        not(isDisabledIn(subscriptions.status)),
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

/** To be called for one that is to change its status: what has ended has no claim on its target any more. */
export async function reclaimTarget(
  ctx: Context,
  { id, dialect, status, targetUrl, pendingTargetUrl }: Subscription,
): Promise<void> {
  if (dialect !== "rest_hooks" || !isDisabled(status)) return;
  await claimTarget(ctx, targetUrl, id);
  if (pendingTargetUrl !== null) await claimTarget(ctx, pendingTargetUrl, id);
}

/** For a new one, whose target is claimed. Ids of deleted ones are not given again. */
export async function nextDialectId(ctx: Context): Promise<number> {
  const [row] = await currentTransaction()
    .select({ last: max(subscriptions.dialectId) })
    .from(subscriptions)
    .where(eq(subscriptions.organizationId, ctx.organizationId));
  return (row?.last ?? 0) + 1;
}
