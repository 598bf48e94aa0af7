import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { deliveries } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { cancelHeld } from "@/features/deliveries/transitions";
import { SUBSCRIPTION } from "@/features/subscriptions/change";
import { type DiscardedHeld, type DiscardHeld, UP_TO_ID_MESSAGE } from "@/features/subscriptions/held-schema";
import { authorize, type Context } from "@/lib/context";
import { InvalidFieldError } from "@/lib/errors";

/** A row changes in place, so that this many hold nobody up. */
const BATCH_SIZE = 1000;

/**
 * Gives up a batch of what a subscription holds, oldest first. `upToId` is the newest that was shown to whoever decided: nobody has agreed to
 * what came after it.
 */
export async function discardHeldEvents(
  ctx: Context,
  id: string,
  { upToId }: DiscardHeld,
): Promise<DiscardedHeld> {
  authorize(ctx, "subscriptions:write");
  return transaction(async () => {
    const { before } = await SUBSCRIPTION.lock(ctx, id);
    await assertDelivery(ctx, id, upToId);
    const discarded = await cancelHeld(id, upToId, BATCH_SIZE);
    if (discarded > 0)
      await recordAudit(ctx, {
        action: "subscription.held_events_discarded",
        target: { type: "subscription", id, name: before.name },
        changes: { discardedEvents: { from: null, to: discarded } },
      });
    return { discarded, hasMore: discarded >= BATCH_SIZE };
  });
}

/** An invented id may be later than all there are, which would be a way to say "all". */
async function assertDelivery(ctx: Context, subscriptionId: string, id: string): Promise<void> {
  const [row] = await database()
    .select({ one: sql`1` })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.organizationId, ctx.organizationId),
        eq(deliveries.subscriptionId, subscriptionId),
        eq(deliveries.id, id),
      ),
    );
  if (!row) throw new InvalidFieldError("upToId", UP_TO_ID_MESSAGE);
}
