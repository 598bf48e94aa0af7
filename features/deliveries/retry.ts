import "server-only";
import { attemptDelivery } from "@/features/deliveries/attempt";
import { claimRetry, plannedRetryAt } from "@/features/deliveries/claim";

const EARLY_WAIT_MS = 250;

/**
 * Makes planned attempt number `attempt` of a delivery and says which comes next and when; null when none does, or when the delivery is no
 * longer waiting for this one (it was resent, canceled, or taken over).
 */
export async function retryDelivery(
  deliveryId: string,
  attempt: number,
): Promise<{ attempt: number; at: string } | null> {
  const claimed = await claimRetry(deliveryId, attempt);
  if (!claimed) return waitOn(deliveryId, attempt);
  const next = await attemptDelivery(claimed);
  if (next?.status !== "retrying" || next.nextAttemptAtMs === null) return null;
  return { attempt: attempt + 1, at: new Date(next.nextAttemptAtMs).toISOString() };
}

/** An engine whose clock is ahead of the database's calls too early; the run then waits on rather than leave it to the sweep. */
async function waitOn(deliveryId: string, attempt: number): Promise<{ attempt: number; at: string } | null> {
  const plannedAt = await plannedRetryAt(deliveryId, attempt);
  if (plannedAt === null) return null;
  return { attempt, at: new Date(Math.max(plannedAt.getTime(), Date.now() + EARLY_WAIT_MS)).toISOString() };
}
