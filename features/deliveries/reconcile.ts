import "server-only";
import { sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import { cancelDeleted, holdForbidden, releaseHeld } from "@/features/deliveries/transitions";

/**
 * Puts right what was being published or sent while its subscription was resumed, handed over or deleted, or its owner's role changed, and so
 * missed the change: what may go out is released, what may not is held, and what is open of a deleted subscription is canceled.
 */
export async function reconcileDeliveries(): Promise<void> {
  for (const putRight of [releaseHeld, holdForbidden, cancelDeleted])
    await transaction(() => putRight(sql`true`));
}
