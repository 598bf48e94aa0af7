import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { database, transaction } from "@/db/client";
import { subscriptions } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import type { SecretChange } from "@/features/rotation/rotation";
import { getSubscription } from "@/features/subscriptions/queries";
import type { Subscription } from "@/features/subscriptions/schema";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";

export type SubscriptionColumns = PgUpdateSetSource<typeof subscriptions>;

interface LockedSubscription {
  before: Subscription;
  secretCiphertext: string;
}

/** `decide` sees the subscription as it is, while nobody else can change it; null changes nothing. */
export async function changeSubscription(
  ctx: Context,
  id: string,
  decide: (locked: LockedSubscription) => SecretChange<SubscriptionColumns> | null,
): Promise<Subscription> {
  authorize(ctx, "subscriptions:write");
  return transaction(async () => {
    const locked = await lockSubscription(ctx, id);
    const change = decide(locked);
    if (!change) return locked.before;
    await database().update(subscriptions).set(change.set).where(isOwnSubscription(ctx, id));
    const after = await getSubscription(ctx, id);
    await recordAudit(ctx, {
      action: `subscription.${change.action}`,
      target: { type: "subscription", id, name: after.name },
      changes: change.changes,
    });
    return after;
  });
}

/** As it is, and as it stays until the transaction ends; publishing goes on meanwhile. */
export async function lockSubscription(ctx: Context, id: string): Promise<LockedSubscription> {
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

export function isOwnSubscription(ctx: Context, id: string) {
  return and(
    eq(subscriptions.organizationId, ctx.organizationId),
    eq(subscriptions.id, id),
    isNull(subscriptions.deletedAt),
  );
}
