import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { afterCommit, database, transaction } from "@/db/client";
import { incomingRequests } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { isWaiting } from "@/features/incoming-requests/line";
import { recountAsRejected } from "@/features/incoming-requests/log";
import { getIncomingRequest } from "@/features/incoming-requests/queries";
import type { IncomingRequestDetail } from "@/features/incoming-requests/schema";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import {
  type DiscardedRequests,
  type DiscardRequests,
  UP_TO_ID_MESSAGE,
} from "@/features/incoming-webhooks/schema";
import { selectWaiting, type WaitingResult } from "@/features/incoming-webhooks/select-waiting";
import { wakeWaitingRequests } from "@/features/incoming-webhooks/wake";
import { actorInWords, authorize, type Context } from "@/lib/context";
import { ConflictError, InvalidError } from "@/lib/errors";

/** A row changes in place, so that this many hold nobody up. */
const BATCH_SIZE = 1000;

/**
 * Gives up a batch of what waits at a webhook, oldest first. The requests stay in the log, and are never processed. `upToId` is the newest that
 * was shown to whoever decided: nobody has agreed to what came after it.
 */
export async function discardHeldRequests(
  ctx: Context,
  webhookId: string,
  { upToId }: DiscardRequests,
): Promise<DiscardedRequests> {
  authorize(ctx, "incoming_webhooks:write");
  return transaction(async () => {
    const { name } = await getIncomingWebhook(ctx, webhookId);
    await assertRequest(ctx, webhookId, upToId);
    const oldest = (result: WaitingResult) =>
      sql`select id from (${selectWaiting({ webhookId, result, condition: sql`r.id <= ${upToId}`, limit: BATCH_SIZE })} for update) as locked`;
    // As an array it is read once, so that the limit holds whatever the plan.
    const isOldest = sql`${incomingRequests.id} = any(array(
      select id from (${oldest("queued")} union all ${oldest("held")}) as line order by id limit ${BATCH_SIZE}))`;
    const ids = await discard(ctx, and(isWaiting(webhookId), isOldest));
    const discarded = ids.length;
    if (discarded > 0)
      await recordAudit(ctx, {
        action: "incoming_webhook.held_requests_discarded",
        target: { type: "incoming_webhook", id: webhookId, name },
        changes: { discardedRequests: { from: null, to: discarded } },
      });
    await recountAsRejected(webhookId, ids);
    // It looks whether anything is left in line.
    afterCommit(() => wakeWaitingRequests());
    return { discarded, hasMore: discarded >= BATCH_SIZE };
  });
}

/** The same for one of them. Throws ConflictError when it does not wait any more. */
export async function discardRequest(
  ctx: Context,
  webhookId: string,
  requestId: string,
): Promise<IncomingRequestDetail> {
  authorize(ctx, "incoming_webhooks:write");
  await transaction(async () => {
    const { name } = await getIncomingWebhook(ctx, webhookId);
    const { result } = await getIncomingRequest(ctx, webhookId, requestId);
    const discarded = await discard(ctx, and(isWaiting(webhookId), eq(incomingRequests.id, requestId)));
    if (discarded.length === 0)
      throw new ConflictError("This request does not wait: it was processed or discarded already.");
    await recordAudit(ctx, {
      action: "incoming_request.discarded",
      target: { type: "incoming_webhook", id: webhookId, name },
      changes: {
        request: { from: result, to: "discarded" },
        requestId: { from: null, to: requestId },
      },
    });
    await recountAsRejected(webhookId, discarded);
    afterCommit(() => wakeWaitingRequests());
  });
  return getIncomingRequest(ctx, webhookId, requestId);
}

/** An invented id may be later than all there are, which would be a way to say "all". */
async function assertRequest(ctx: Context, webhookId: string, id: string): Promise<void> {
  const [row] = await database()
    .select({ id: incomingRequests.id })
    .from(incomingRequests)
    .where(
      and(
        eq(incomingRequests.organizationId, ctx.organizationId),
        eq(incomingRequests.webhookId, webhookId),
        eq(incomingRequests.id, id),
      ),
    );
  if (!row) throw new InvalidError(UP_TO_ID_MESSAGE, [{ path: "upToId", message: UP_TO_ID_MESSAGE }]);
}

/** The ids of those that it gave up. */
async function discard(ctx: Context, which: ReturnType<typeof and>): Promise<string[]> {
  const rows = await database()
    .update(incomingRequests)
    .set({
      result: "rejected",
      reason: "discarded",
      detail: `Discarded by ${actorInWords(ctx)}.`,
      processedAt: sql`now()`,
    })
    .where(and(eq(incomingRequests.organizationId, ctx.organizationId), which))
    .returning({ id: incomingRequests.id });
  return rows.map(({ id }) => id);
}
