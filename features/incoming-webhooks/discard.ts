import "server-only";
import { and, asc, eq, lt, sql } from "drizzle-orm";
import { type Transaction, transaction } from "@/db/client";
import { incomingRequests } from "@/db/schema";
import { firstUuidAt } from "@/db/uuid";
import { recordAudit } from "@/features/audit/record";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import { getIncomingRequest } from "@/features/incoming-webhooks/request-queries";
import type {
  DiscardedRequests,
  DiscardRequests,
  IncomingRequestDetail,
} from "@/features/incoming-webhooks/request-schema";
import { authorize, type Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";

/** A row changes in place, so that this many hold nobody up. */
const BATCH_SIZE = 1000;

/** Gives up a batch of what a webhook holds, oldest first. The requests stay in the log, and are never processed. */
export async function discardHeldRequests(
  ctx: Context,
  webhookId: string,
  { before = new Date().toISOString() }: DiscardRequests,
): Promise<DiscardedRequests> {
  authorize(ctx, "incoming_webhooks:write");
  const { name } = await getIncomingWebhook(ctx, webhookId);
  return transaction(async (tx) => {
    const oldest = tx
      .select({ id: incomingRequests.id })
      .from(incomingRequests)
      .where(and(isHeld(webhookId), lt(incomingRequests.id, firstUuidAt(Date.parse(before) + 1))))
      .orderBy(asc(incomingRequests.id))
      .limit(BATCH_SIZE)
      .for("update");
    // As an array it is read once, so that the limit holds whatever the plan.
    const isOldest = sql`${incomingRequests.id} = any(array(${oldest}))`;
    const discarded = await discard(tx, ctx, and(isHeld(webhookId), isOldest));
    if (discarded > 0)
      await recordAudit(tx, ctx, {
        action: "incoming_webhook.held_requests_discarded",
        target: { type: "incoming_webhook", id: webhookId, name },
        changes: { discardedRequests: { from: null, to: discarded } },
      });
    return { discarded, before, hasMore: discarded >= BATCH_SIZE };
  });
}

/** The same for one of them. Throws ConflictError when it is not held any more. */
export async function discardRequest(
  ctx: Context,
  webhookId: string,
  requestId: string,
): Promise<IncomingRequestDetail> {
  authorize(ctx, "incoming_webhooks:write");
  const { name } = await getIncomingWebhook(ctx, webhookId);
  await getIncomingRequest(ctx, webhookId, requestId);
  await transaction(async (tx) => {
    const discarded = await discard(tx, ctx, and(isHeld(webhookId), eq(incomingRequests.id, requestId)));
    if (discarded === 0)
      throw new ConflictError("This request is not held: it was processed or discarded already.");
    await recordAudit(tx, ctx, {
      action: "incoming_request.discarded",
      target: { type: "incoming_webhook", id: webhookId, name },
      changes: {
        request: { from: "held", to: "discarded" },
        requestId: { from: null, to: requestId },
      },
    });
  });
  return getIncomingRequest(ctx, webhookId, requestId);
}

async function discard(tx: Transaction, ctx: Context, which: ReturnType<typeof and>): Promise<number> {
  const rows = await tx
    .update(incomingRequests)
    .set({
      result: "rejected",
      reason: "discarded",
      detail: `Discarded by ${ctx.actor.name}.`,
      processedAt: sql`now()`,
    })
    .where(and(eq(incomingRequests.organizationId, ctx.organizationId), which))
    .returning({ id: incomingRequests.id });
  return rows.length;
}

function isHeld(webhookId: string) {
  // The result as a literal, so that every plan finds the partial index.
  return and(eq(incomingRequests.webhookId, webhookId), sql`${incomingRequests.result} = 'held'`);
}
