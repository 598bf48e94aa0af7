import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { subscriptions } from "@/db/schema";
import { getSubscription } from "@/features/subscriptions/queries";
import type { Subscription } from "@/features/subscriptions/schema";
import type { Context } from "@/lib/context";

/** As it is, and as it stays until the transaction ends; publishing goes on meanwhile. */
export async function lockSubscription(tx: Transaction, ctx: Context, id: string): Promise<Subscription> {
  await tx
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(isOwnSubscription(ctx, id))
    .for("no key update");
  return getSubscription(ctx, id);
}

export function isOwnSubscription(ctx: Context, id: string) {
  return and(
    eq(subscriptions.organizationId, ctx.organizationId),
    eq(subscriptions.id, id),
    isNull(subscriptions.deletedAt),
  );
}
