import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { database, transaction } from "@/db/client";
import { incomingRequests } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { processRequest, toColumns } from "@/features/incoming-requests/process";
import { getIncomingRequest } from "@/features/incoming-requests/queries";
import type { IncomingRequestDetail } from "@/features/incoming-requests/schema";
import { ownWebhook } from "@/features/incoming-requests/webhook";
import { actorInWords, authorize, type Context } from "@/lib/context";
import { ConflictError, NotFoundError } from "@/lib/errors";

/**
 * Runs an accepted or ignored request once more, on purpose: with the mapping of now, without looking for repeats. It gets a row of its own in the log,
 * which is no request of the sender and so is not counted as one. That names the sender's request even where a replay is replayed: it has the
 * same bytes, and is deleted when that is.
 */
export async function replayRequest(
  ctx: Context,
  webhookId: string,
  requestId: string,
): Promise<IncomingRequestDetail> {
  authorize(ctx, "incoming_webhooks:write");
  const startedAt = performance.now();
  const webhook = await ownWebhook(ctx, webhookId);
  const [row] = await database()
    .select()
    .from(incomingRequests)
    .where(and(eq(incomingRequests.webhookId, webhook.id), eq(incomingRequests.id, requestId)));
  if (!row) throw new NotFoundError("request");
  if (row.result !== "accepted" && row.result !== "ignored")
    throw new ConflictError(
      "Only a request that was accepted or ignored can be replayed. Verify and accept this one first.",
    );
  const id = uuidv7();
  await transaction(async () => {
    const processed = await processRequest(webhook, { ...row, id });
    if (processed.answer.outcome === undefined)
      throw new ConflictError("This request only tried the address: there is nothing to replay.");
    await database()
      .insert(incomingRequests)
      .values({
        id,
        organizationId: row.organizationId,
        webhookId: row.webhookId,
        signatureScheme: webhook.signatureScheme,
        replayOf: row.replayOf ?? row.id,
        headers: row.headers,
        body: row.body,
        bodyBytes: row.bodyBytes,
        query: row.query,
        ip: row.ip,
        hops: row.hops,
        processedAt: sql`now()`,
        durationMs: Math.round(performance.now() - startedAt),
        ...toColumns(processed),
        detail: [processed.detail, `Replayed by ${actorInWords(ctx)}.`].filter(Boolean).join(" "),
      });
    await recordAudit(ctx, {
      action: "incoming_request.replayed",
      target: { type: "incoming_webhook", id: webhook.id, name: webhook.name },
      changes: {
        requestId: { from: row.id, to: id },
        ticketId: { from: row.ticketId, to: processed.ticketId },
      },
    });
  });
  return getIncomingRequest(ctx, webhookId, id);
}
