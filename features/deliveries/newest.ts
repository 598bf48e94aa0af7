import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { database } from "@/db/client";
import { deliveries } from "@/db/schema";
import { momentOfUuid } from "@/db/uuid";
import { authorize, type Context } from "@/lib/context";

/** When the newest `count` deliveries of the log, or of one subscription, begin; undefined when there are no more than that. */
export async function startOfNewestDeliveries(
  ctx: Context,
  { subscriptionId }: { subscriptionId?: string | undefined },
  count: number,
): Promise<string | undefined> {
  authorize(ctx, "deliveries:read");
  const [row] = await database()
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.organizationId, ctx.organizationId),
        subscriptionId ? eq(deliveries.subscriptionId, subscriptionId) : undefined,
      ),
    )
    .orderBy(desc(deliveries.id))
    .offset(count)
    .limit(1);
  return row && new Date(momentOfUuid(row.id)).toISOString();
}
