import "server-only";
import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import { database, type Transaction, transaction } from "@/db/client";
import type { RequestResult } from "@/db/enums";
import { incomingRequests, incomingWebhooks } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { runAction } from "@/features/incoming-webhooks/actions";
import { mapPayload } from "@/features/incoming-webhooks/mapping";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import { contextOf, parsePayload, selectWebhooks, type Webhook } from "@/features/incoming-webhooks/receive";
import type { RefusalReason } from "@/features/incoming-webhooks/refusal";
import type { ReprocessedRequests } from "@/features/incoming-webhooks/schema";
import { openSecrets } from "@/features/incoming-webhooks/secrets";
import { verifySignature } from "@/features/incoming-webhooks/verify-signature";
import { authorize, type Context } from "@/lib/context";
import { AppError, ConflictError, NotFoundError } from "@/lib/errors";

const MAX_AT_ONCE = 100;
/** Refusals that a new secret, mapping, allow-list or a resume may mend. A loop and what was cut off stay refused. */
const MENDABLE: RefusalReason[] = [
  "bad_signature",
  "stale_timestamp",
  "ip_not_allowed",
  "rate_limited",
  "unusable_payload",
  "paused",
];

type Reprocessed = ReprocessedRequests["data"][number];

/** Takes a refused or held request as if it came now, with the webhook as it is now. Throws ConflictError if it can't be mended. */
export async function reprocessRequest(
  ctx: Context,
  webhookId: string,
  requestId: string,
): Promise<ReprocessedRequests> {
  authorize(ctx, "incoming_webhooks:write");
  const webhook = await ownWebhook(ctx, webhookId);
  const [row] = await database()
    .select({ id: incomingRequests.id })
    .from(incomingRequests)
    .where(and(eq(incomingRequests.webhookId, webhook.id), eq(incomingRequests.id, requestId)));
  if (!row) throw new NotFoundError("request");
  const done = await reprocessOne(ctx, webhook, requestId);
  if (done) return { data: [done] };
  throw new ConflictError(
    "This request was processed already, or was refused for good. Have the sender send it anew.",
  );
}

/** The oldest that can be mended, one by one; each is its own transaction, so that one bad request stops no other. */
export async function reprocessRequests(ctx: Context, webhookId: string): Promise<ReprocessedRequests> {
  authorize(ctx, "incoming_webhooks:write");
  const webhook = await ownWebhook(ctx, webhookId);
  const rows = await database()
    .select({ id: incomingRequests.id })
    .from(incomingRequests)
    .where(and(eq(incomingRequests.webhookId, webhook.id), waiting()))
    .orderBy(asc(incomingRequests.id))
    .limit(MAX_AT_ONCE);
  const data: Reprocessed[] = [];
  for (const { id } of rows) {
    const done = await reprocessOne(ctx, webhook, id);
    if (done) data.push(done);
  }
  return { data };
}

function waiting() {
  return or(
    eq(incomingRequests.result, "held"),
    and(eq(incomingRequests.result, "rejected"), inArray(incomingRequests.reason, MENDABLE)),
  );
}

async function ownWebhook(ctx: Context, id: string): Promise<Webhook> {
  await getIncomingWebhook(ctx, id);
  const [webhook] = await selectWebhooks().where(
    and(eq(incomingWebhooks.organizationId, ctx.organizationId), eq(incomingWebhooks.id, id)),
  );
  if (!webhook) throw new NotFoundError("incoming webhook");
  return webhook;
}

/** Null when there is nothing to do; the row is locked, so that two at once process it once. */
async function reprocessOne(ctx: Context, webhook: Webhook, requestId: string): Promise<Reprocessed | null> {
  try {
    return await transaction(async (tx) => {
      const [row] = await tx
        .select()
        .from(incomingRequests)
        .where(and(eq(incomingRequests.webhookId, webhook.id), eq(incomingRequests.id, requestId), waiting()))
        .for("update");
      if (!row) return null;
      const secretUsed = verifyAgain(webhook, row);
      const cause = { requestId, hops: row.hops };
      const result = await runAction(
        contextOf(webhook, row, cause),
        webhook.action,
        mapPayload(parsePayload(row.body), webhook),
      );
      await tx
        .update(incomingRequests)
        .set({
          result: "accepted",
          reason: null,
          detail: `Accepted by ${ctx.actor.name} on a second look.`,
          secretUsed,
          processedAt: sql`now()`,
          ...result,
        })
        .where(eq(incomingRequests.id, requestId));
      await recordAudit(tx, ctx, {
        action: "incoming_request.reprocessed",
        target: { type: "incoming_webhook", id: webhook.id, name: webhook.name },
        changes: { request: { from: row.result, to: "accepted" }, requestId: { from: null, to: requestId } },
      });
      return { requestId, result: "accepted" as RequestResult, detail: null };
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await noteFailure(webhook, requestId, error.message);
    return { requestId, result: "rejected", detail: error.message };
  }
}

/** A timestamp ages while an admin mends the secret, so only the signature itself counts. */
function verifyAgain(
  webhook: Webhook,
  row: { headers: Record<string, string>; body: Buffer; createdAt: Date },
) {
  const rule = {
    scheme: webhook.signatureScheme,
    secrets: openSecrets(webhook),
    requireTimestamp: webhook.requireTimestamp,
  };
  const verdict = verifySignature(row, { ...rule, ignoreAge: true }, row.createdAt.getTime());
  if (verdict.isValid) return verdict.secretIndex === 0 ? ("current" as const) : ("previous" as const);
  throw new AppError("unauthorized", verdict.detail);
}

async function noteFailure(webhook: Webhook, requestId: string, detail: string): Promise<void> {
  await transaction((tx: Transaction) =>
    tx
      .update(incomingRequests)
      .set({ detail })
      .where(and(eq(incomingRequests.webhookId, webhook.id), eq(incomingRequests.id, requestId))),
  );
}
