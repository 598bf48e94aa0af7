import "server-only";
import { createHash } from "node:crypto";
import { and, asc, eq, gt, inArray, or, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { MENDABLE_REASONS } from "@/db/enums";
import { incomingRequests } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { assertAllowedFrom } from "@/features/incoming-requests/checks";
import { idsOf, type Processed, processRequest, toColumns } from "@/features/incoming-requests/process";
import { Refusal } from "@/features/incoming-requests/refusal";
import { isUnverified, UNVERIFIED } from "@/features/incoming-requests/refused-storage";
import { claimKeys, findAcceptedByKey, findOriginal, repeatKeys } from "@/features/incoming-requests/repeats";
import type { ReprocessedRequests, ReprocessRequestsQuery } from "@/features/incoming-requests/schema";
import { isUndone } from "@/features/incoming-requests/states";
import { ownWebhook, type Webhook } from "@/features/incoming-requests/webhook";
import { incomingUrl } from "@/features/incoming-webhooks/address";
import { signatureRule } from "@/features/incoming-webhooks/secrets";
import { schemeOf } from "@/features/signatures/schemes/schemes";
import { verifySignature } from "@/features/signatures/verify";
import { actorInWords, authorize, type Context } from "@/lib/context";
import { AppError, ConflictError, NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import { formatAge, SECOND_MS } from "@/lib/time";

/** As the rows have them. A body over the limit that was kept was signed. */
const UNVERIFIED_REASONS: ReadonlySet<string> = new Set([...UNVERIFIED].filter((one) => one !== "too_large"));

type Reprocessed = ReprocessedRequests["data"][number];
type RequestRow = typeof incomingRequests.$inferSelect;

/** Takes a refused request, or one that waits, as if it came now, with the webhook as it is now. Throws ConflictError if it can't be mended. */
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
  if (done) return { data: [done], nextCursor: null };
  throw new ConflictError(
    "This request was processed already, was refused for good, or its body was not kept. Ask the sender to send it again.",
  );
}

/**
 * A page of those that can be mended, oldest first, one by one; each is its own transaction, so that one bad request stops no other. The
 * cursor leads past those that fail again, so that whoever follows it comes to an end. While a webhook is paused, or told to keep what it held, that is left alone.
 */
export async function reprocessRequests(
  ctx: Context,
  webhookId: string,
  { limit, cursor }: ReprocessRequestsQuery,
): Promise<ReprocessedRequests> {
  authorize(ctx, "incoming_webhooks:write");
  const webhook = await ownWebhook(ctx, webhookId);
  const after = decodeIdCursor(cursor);
  const rows = await database()
    .select({ id: incomingRequests.id })
    .from(incomingRequests)
    .where(
      and(
        eq(incomingRequests.webhookId, webhook.id),
        // What is queued is taken in its turn, not before.
        webhook.status === "paused" || webhook.keepsHeld ? refused() : or(isHeld(), refused()),
        // What may be a replay is accepted by itself, on purpose, or not at all.
        sql`coalesce(${incomingRequests.reason}, '') not in ('stale_timestamp', 'idempotency_key_reused')`,
        after ? gt(incomingRequests.id, after) : undefined,
      ),
    )
    .orderBy(asc(incomingRequests.id))
    .limit(limit + 1);
  const page = toPage(rows, { limit, toItem: (row) => row.id, cursorOf: (row) => row.id });
  const data: Reprocessed[] = [];
  for (const id of page.data) {
    const done = await reprocessOne(ctx, webhook, id);
    if (done) data.push(done);
  }
  return { data, nextCursor: page.nextCursor };
}

function isHeld() {
  return eq(incomingRequests.result, "held");
}

function refused() {
  return and(
    eq(incomingRequests.result, "rejected"),
    inArray(incomingRequests.reason, [...MENDABLE_REASONS]),
    incomingRequests.isBodyKept,
  );
}

/** Null when there is nothing to do; the row is locked, so that two at once process it once. */
export async function reprocessOne(
  ctx: Context,
  webhook: Webhook,
  requestId: string,
): Promise<Reprocessed | null> {
  try {
    return await transaction(async () => {
      const [row] = await currentTransaction()
        .select()
        .from(incomingRequests)
        .where(and(eq(incomingRequests.webhookId, webhook.id), eq(incomingRequests.id, requestId)))
        .for("update");
      if (!row || !isUndone(row)) return null;
      const { original, ...verified } = await verifyOnce(webhook, row);
      const change = original
        ? { ...(await asDuplicate(webhook, original)), secretUsed: verified.secretUsed }
        : { ...asProcessed(ctx, row, await processRequest(webhook, row)), ...verified };
      await database()
        .update(incomingRequests)
        .set({ reason: null, refusedBytes: 0, repeatKeys: null, processedAt: sql`now()`, ...change })
        .where(and(eq(incomingRequests.webhookId, webhook.id), eq(incomingRequests.id, requestId)));
      await recordChoice(ctx, webhook, { row, result: change.result });
      return { requestId, result: change.result, reason: null, detail: change.detail };
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return noteFailure(webhook, requestId, error);
  }
}

/** A request whose turn has come does what it would have done at once: only what somebody chose is on record. */
async function recordChoice(
  ctx: Context,
  { id, name }: Webhook,
  { row, result }: { row: RequestRow; result: Reprocessed["result"] },
): Promise<void> {
  if (row.result === "queued" && ctx.actor.type === "system") return;
  await recordAudit(ctx, {
    action: "incoming_request.reprocessed",
    target: { type: "incoming_webhook", id, name },
    changes: {
      request: { from: row.result, to: result },
      requestId: { from: null, to: row.id },
    },
  });
}

/**
 * Who made it, and whether it repeats another. What waited was verified when it came, and its sender was told that it was taken: no secret, scheme or
 * allow-list of a later time refuses it. What is queued got its keys then, too.
 */
async function verifyOnce(webhook: Webhook, row: RequestRow) {
  const { secretUsed, isPossibleReplay } = row;
  if (row.result === "queued") return { original: null, secretUsed, isPossibleReplay };
  const verified = row.repeatKeys
    ? { secretUsed: row.secretUsed, keys: row.repeatKeys }
    : verifyAgain(webhook, row);
  const mayReuse = row.reason === "idempotency_key_reused";
  const claim = await claimKeys(webhook.id, verified.keys, { requestId: row.id, mayReuse });
  return {
    original: claim.original ?? (await findAcceptedByKey(webhook.id, row)),
    secretUsed: verified.secretUsed,
    isPossibleReplay: claim.isPossibleReplay,
  };
}

/** A timestamp ages while an admin mends the secret, so only the signature itself counts. */
function verifyAgain(webhook: Webhook, row: RequestRow) {
  // By a version before, which kept no keys of it.
  const isHeld = row.result === "held";
  if (!isHeld) assertAllowedFrom(webhook, row.ip);
  if (schemeOf(webhook).proof === "credential") {
    if (!isHeld) assertProvenThen(webhook, row);
    return provenThen(webhook, row);
  }
  const rule = { ...signatureRule(webhook), ignoreAge: true };
  const url = incomingUrl(webhook.key) + row.query;
  const verdict = verifySignature({ ...row, url }, rule, row.createdAt.getTime());
  if (!verdict.isValid) {
    if (isHeld) return provenThen(webhook, row);
    throw new Refusal("unauthorized", { reason: verdict.problem, detail: verdict.detail });
  }
  const { secretIndex, ...signed } = verdict;
  return {
    secretUsed: secretIndex === 0 ? ("current" as const) : ("previous" as const),
    keys: repeatKeys({ headers: row.headers, body: row.body, ...signed }),
  };
}

function asProcessed(ctx: Context, row: RequestRow, processed: Processed) {
  const columns = toColumns(processed);
  const later = row.result === "queued" ? waited(row) : takenBy(ctx, processed);
  const detail = columns.detail === null ? later : `${columns.detail} ${later}`;
  return { ...columns, detail, originalRequestId: null };
}

function takenBy(ctx: Context, { result }: Processed): string {
  return `${result === "ignored" ? "Looked at again" : "Accepted later"} by ${actorInWords(ctx)}.`;
}

function waited({ createdAt }: RequestRow): string {
  const seconds = Math.max(0, Math.round((Date.now() - createdAt.getTime()) / SECOND_MS));
  return `It waited ${formatAge(seconds)} for its turn.`;
}

/** A credential is not kept, so that only what was proven as it came can be taken later. */
function assertProvenThen({ signatureScheme }: Webhook, row: RequestRow): void {
  const isProven = row.refusedBytes === 0 && !UNVERIFIED_REASONS.has(row.reason ?? "");
  if (isProven && row.signatureScheme === signatureScheme) return;
  throw new Refusal("unauthorized", {
    reason: "bad_signature",
    detail:
      "What it came with is a secret, which was not kept, so it can't be checked again. Have the sender send it again.",
  });
}

/** Of a request that was verified when it came. */
function provenThen({ signature }: Webhook, row: RequestRow) {
  const { headers, body, signatureScheme } = row;
  const proof = createHash("sha256").update(body).digest("hex");
  const eventId = schemeOf({ signatureScheme, signature }).eventId({ headers, body });
  return {
    secretUsed: row.secretUsed ?? ("current" as const),
    keys: repeatKeys({ headers, body, eventId, timestamp: null, proof }),
  };
}

async function asDuplicate(webhook: Webhook, originalRequestId: string) {
  const original = await findOriginal(webhook.id, originalRequestId);
  return {
    result: "duplicate" as const,
    detail: "The sender sent this again, and the other request was accepted.",
    originalRequestId,
    ...idsOf(original),
  };
}

/** The newest finding counts, but a request that might still be mended is never given up for a slip of the settings. */
async function noteFailure(webhook: Webhook, requestId: string, error: AppError): Promise<Reprocessed> {
  const reason = error instanceof Refusal ? error.reason : null;
  const isMendable = MENDABLE_REASONS.some((one) => one === reason);
  const isSigned = isMendable && error instanceof Refusal && !isUnverified(error);
  const detail = error instanceof Refusal ? error.logDetail : error.message;
  const originalRequestId = error instanceof Refusal ? error.originalRequestId : null;
  await database()
    .update(incomingRequests)
    .set({
      detail,
      ...(isMendable && { reason, originalRequestId }),
      ...(isSigned && { refusedBytes: 0 }),
    })
    .where(and(eq(incomingRequests.webhookId, webhook.id), eq(incomingRequests.id, requestId), refused()));
  return { requestId, result: "rejected", reason, detail };
}
