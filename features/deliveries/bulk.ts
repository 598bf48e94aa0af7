import "server-only";
import type { ResendDeliveries, ResentDeliveries } from "@/features/deliveries/bulk-schema";
import { resendDelivery } from "@/features/deliveries/service";
import { authorize, type Context } from "@/lib/context";
import { ConflictError, NotFoundError } from "@/lib/errors";

/** Sends several deliveries again, each by itself: one that can't be sent keeps no other back. */
export async function resendDeliveries(
  ctx: Context,
  { ids, attemptCounts = {} }: ResendDeliveries,
): Promise<ResentDeliveries> {
  authorize(ctx, "deliveries:write");
  const expected = new Map(Object.entries(attemptCounts).map(([id, count]) => [id.toLowerCase(), count]));
  const answer: ResentDeliveries = { resent: [], refused: [] };
  for (const id of new Set(ids.map((one) => one.toLowerCase()))) {
    try {
      answer.resent.push(await resendDelivery(ctx, id, expected.get(id)));
    } catch (error) {
      if (!(error instanceof ConflictError || error instanceof NotFoundError)) throw error;
      answer.refused.push({ id, reason: error.message });
    }
  }
  return answer;
}
