import "server-only";
import { attemptDelivery } from "@/features/deliveries/attempt";
import { claimRetry } from "@/features/deliveries/claim";

/**
 * Makes planned attempt number `attempt` of a delivery and says which comes next and when; null when none does, or when the delivery is no
 * longer waiting for this one (it was resent, canceled, or taken over).
 */
export async function retryDelivery(
  deliveryId: string,
  attempt: number,
): Promise<{ attempt: number; at: string } | null> {
  const claimed = await claimRetry(deliveryId, attempt);
  if (!claimed) return null;
  const next = await attemptDelivery(claimed);
  if (next?.status !== "retrying" || next.nextAttemptAtMs === null) return null;
  return { attempt: attempt + 1, at: new Date(next.nextAttemptAtMs).toISOString() };
}
