import "server-only";
import { and, desc, eq, isNull, not, type SQL, sql } from "drizzle-orm";
import { database } from "@/db/client";
import { subscriptions } from "@/db/schema";
import { shownTarget } from "@/features/deliveries/target-url";
import { storedFilterSchema } from "@/features/event-filter/schema";
import { toFilters } from "@/features/rest-hooks/payload-filter";
import type { RestHook } from "@/features/rest-hooks/schema";
import { isDisabledIn } from "@/features/subscription-states/predicates";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";

/** All of them, of which an organization has no more than of subscriptions. */
export async function listRestHooks(ctx: Context): Promise<RestHook[]> {
  authorize(ctx, "subscriptions:read");
  const rows = await selectHooks(ctx).orderBy(desc(subscriptions.dialectId));
  return rows.map((row) => toRestHook(ctx, row));
}

export async function getRestHook(ctx: Context, id: number): Promise<RestHook> {
  return toRestHook(ctx, await findRestHook(ctx, id));
}

/** The integer of a subscription. */
export async function getRestHookId(ctx: Context, subscriptionId: string): Promise<number> {
  const { id } = await findHook(ctx, eq(subscriptions.id, subscriptionId));
  return id;
}

/** Throws NotFoundError. */
export function findRestHook(ctx: Context, id: number) {
  return findHook(ctx, eq(subscriptions.dialectId, id));
}

async function findHook(ctx: Context, which: SQL) {
  authorize(ctx, "subscriptions:read");
  const [row] = await selectHooks(ctx, which);
  if (!row) throw new NotFoundError("webhook");
  return row;
}

/** Without those that have ended: their targets may be subscribed again. */
function selectHooks(ctx: Context, which?: SQL) {
  return database()
    .select({
      subscriptionId: subscriptions.id,
      // Every one of this dialect has it.
      id: sql<number>`${subscriptions.dialectId}`,
      targetUrl: subscriptions.targetUrl,
      eventTypes: subscriptions.eventTypes,
      filter: subscriptions.filter,
    })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.organizationId, ctx.organizationId),
        eq(subscriptions.dialect, "rest_hooks"),
        isNull(subscriptions.deletedAt),
        not(isDisabledIn(subscriptions.status)),
        which,
      ),
    )
    .$dynamic();
}

function toRestHook(ctx: Context, row: Awaited<ReturnType<typeof findHook>>): RestHook {
  const filter = storedFilterSchema.nullable().parse(row.filter);
  return {
    id: row.id,
    target_url: shownTarget(ctx, row.targetUrl),
    // There it is always one; more can be given on the screen.
    event: row.eventTypes[0] ?? "",
    configuration: { filters: toFilters(filter) },
  };
}
