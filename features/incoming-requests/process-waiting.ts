import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { incomingRequests } from "@/db/schema";
import { systemContext } from "@/features/auth/system-context";
import { closeLine, isWaiting, nextInLine, webhooksWithLine } from "@/features/incoming-requests/line";
import { recountAsRejected } from "@/features/incoming-requests/log";
import { processingLimit } from "@/features/incoming-requests/queue";
import { reprocessOne } from "@/features/incoming-requests/reprocess";
import { type Webhook, webhookById } from "@/features/incoming-requests/webhook";
import { refundQuota, spendQuota } from "@/features/limits/quota";
import { log } from "@/lib/log";

/** Of one webhook in a round, so that none keeps the others waiting. */
const BATCH_SIZE = 50;

/** After which time there may be more to do; null where nothing waits that can be processed. */
type NextRound = number | null;

/**
 * Processes a batch of what waits at each webhook that is active: what it held until it was resumed, and what came over its limit, as far as
 * that has room now. In the order in which it came; what can't be used is refused with its reason, like a request that comes now.
 */
export async function processWaiting(): Promise<NextRound> {
  let next: NextRound = null;
  for (const id of await webhooksWithLine()) {
    const seconds = await processWaitingOf(id);
    if (seconds !== null) next = Math.min(next ?? seconds, seconds);
  }
  return next;
}

/** The same for one webhook. Two at once are of no harm: both go along the same line, where each request is locked while it is processed. */
export async function processWaitingOf(webhookId: string): Promise<NextRound> {
  const rows = await nextInLine(webhookId, BATCH_SIZE);
  for (const { id, result } of rows) {
    const webhook = await webhookById(webhookId);
    if (webhook?.status !== "active") return null;
    if (result === "held" && webhook.keepsHeld) return 0;
    // What was held has had its share when it came.
    const quota = result === "queued" ? await spendQuota(processingLimit(webhook), webhookId) : null;
    if (quota?.isExceeded) return quota.resetSeconds;
    const isMine = await processInTurn(webhook, id);
    if (quota && !isMine) await refundQuota(quota, webhookId);
  }
  if (rows.length === BATCH_SIZE) return 0;
  await closeLine(webhookId);
  return null;
}

/** False where somebody else was faster. Of what fails the second time in a row those behind it no longer wait. */
async function processInTurn(webhook: Webhook, id: string): Promise<boolean> {
  try {
    return await takeTurn(webhook, id).catch(() => takeTurn(webhook, id));
  } catch (error) {
    log.error({ err: error, incomingRequestId: id }, "could not process a request that waits");
    await database()
      .update(incomingRequests)
      .set({ processedAt: sql`now()` })
      .where(and(isWaiting(webhook.id), eq(incomingRequests.id, id)));
    return true;
  }
}

async function takeTurn(webhook: Webhook, id: string): Promise<boolean> {
  const done = await reprocessOne(systemContext("the resumed webhook", webhook.organizationId), webhook, id);
  if (!done) return false;
  if (done.result !== "rejected") return true;
  await transaction(async () => {
    const refused = await database()
      .update(incomingRequests)
      .set({
        result: "rejected",
        reason: done.reason ?? "unusable_payload",
        detail: done.detail,
        processedAt: sql`now()`,
      })
      .where(and(isWaiting(webhook.id), eq(incomingRequests.id, id)))
      .returning({ id: incomingRequests.id });
    await recountAsRejected(
      webhook.id,
      refused.map((row) => row.id),
    );
  });
  return true;
}
