import "server-only";
import { and, eq } from "drizzle-orm";
import { database } from "@/db/client";
import { subscriptions } from "@/db/schema";
import { assertOwnerMayGet } from "@/features/subscription-states/owner";
import { isActive, isUnverified } from "@/features/subscription-states/states";
import type { Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";

interface Sending {
  subscriptionId: string;
  eventType: string;
  /** What the person wanted to do, for the sentence that says why not. */
  inOrderTo: string;
}

/** Throws ConflictError unless the subscription takes events of this type at this moment. */
export async function assertSendable(
  ctx: Context,
  { subscriptionId, eventType, inOrderTo }: Sending,
): Promise<void> {
  const [subscription] = await database()
    .select({ status: subscriptions.status, deletedAt: subscriptions.deletedAt })
    .from(subscriptions)
    .where(and(eq(subscriptions.organizationId, ctx.organizationId), eq(subscriptions.id, subscriptionId)));
  if (!subscription || subscription.deletedAt) throw new ConflictError("Its subscription was deleted.");
  const { status } = subscription;
  if (isUnverified(status))
    throw new ConflictError(
      `Its target has not answered the handshake yet. Verify it first, then ${inOrderTo}.`,
    );
  if (!isActive(status))
    throw new ConflictError(`The subscription is ${status}. Resume it first, then ${inOrderTo}.`);
  await assertOwnerMayGet(ctx, subscriptionId, eventType);
}
