import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { retryDue } from "@/features/sending/due";
import { attemptNow } from "@/features/sending/pump";

/** Servers wake a run up to a second early: they round, and their clock is not the database's. */
const EARLY_MS = 2_000;

/**
 * Makes planned attempt number `attempt` of a delivery and says which comes next and when. Null when none does, when the delivery no longer
 * waits for this one, and when it has to wait on for its target: whoever makes the attempt then plans what follows.
 */
export async function retryDelivery(
  deliveryId: string,
  attempt: number,
): Promise<{ attempt: number; at: string } | null> {
  for (;;) {
    const due = await retryDue(deliveryId, attempt);
    if (!due) return null;
    if (due.inMs <= 0) break;
    if (due.inMs > EARLY_MS) return { attempt, at: due.at.toISOString() };
    await sleep(Math.ceil(due.inMs));
  }
  const recorded = await attemptNow(deliveryId);
  if (!recorded?.retryAtMs) return null;
  return { attempt: attempt + 1, at: new Date(recorded.retryAtMs).toISOString() };
}
