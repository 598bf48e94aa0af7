import "server-only";
import { and, desc, eq } from "drizzle-orm";
import { database } from "@/db/client";
import { incomingRequests } from "@/db/schema";
import { momentOfUuid } from "@/db/uuid";
import { authorize, type Context } from "@/lib/context";

/** When the newest `count` requests of a webhook begin; undefined when there are no more than that. */
export async function startOfNewestRequests(
  ctx: Context,
  webhookId: string,
  count: number,
): Promise<string | undefined> {
  authorize(ctx, "incoming_webhooks:read");
  const [row] = await database()
    .select({ id: incomingRequests.id })
    .from(incomingRequests)
    .where(
      and(eq(incomingRequests.organizationId, ctx.organizationId), eq(incomingRequests.webhookId, webhookId)),
    )
    .orderBy(desc(incomingRequests.id))
    .offset(count)
    .limit(1);
  return row && new Date(momentOfUuid(row.id)).toISOString();
}
