import "server-only";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { database } from "@/db/client";
import { type RequestResult, WAITING_RESULTS } from "@/db/enums";
import { incomingRequests, incomingWebhookStats, incomingWebhooks } from "@/db/schema";
import { provenHops } from "@/features/deliveries/hops-proof";
import type { IncomingCall } from "@/features/incoming-requests/call";
import type { Webhook } from "@/features/incoming-requests/webhook";
import { behindKey } from "@/features/incoming-webhooks/address";
import { credentialHeaders } from "@/features/incoming-webhooks/secrets";
import type { Issue } from "@/lib/errors";
import { receivedHeaders } from "@/lib/received-headers";

const MAX_QUERY = 2_000;

export interface Outcome {
  id?: string;
  result: RequestResult;
  statusCode: number;
  answer: Record<string, unknown>;
  reason?: string | null;
  detail?: string | null;
  idempotencyKey?: string | null;
  secretUsed?: "current" | "previous" | null;
  isPossibleReplay?: boolean;
  isBodyKept?: boolean;
  /** Anybody may have sent it: what is kept of it counts against the quota. */
  isUnverified?: boolean;
  ticketId?: string | null;
  commentId?: string | null;
  chatId?: string | null;
  messageId?: string | null;
  remarks?: Issue[] | null;
  originalRequestId?: string | null;
  startedAt: number;
}

/** Keeps a request with what came of it, and counts it. In the transaction of what it did, if there is one. */
export async function logRequest(webhook: Webhook, call: IncomingCall, outcome: Outcome): Promise<string> {
  const { startedAt, answer, id = uuidv7(), isBodyKept = true, isUnverified = false, ...columns } = outcome;
  const headers = receivedHeaders(call.headers, credentialHeaders(webhook));
  const query = call.url === undefined ? "" : behindKey(webhook.key, call.url).slice(0, MAX_QUERY);
  const body = isBodyKept ? call.body : Buffer.alloc(0);
  const durationMs = Math.round(performance.now() - startedAt);
  const row = database()
    .insert(incomingRequests)
    .values({
      id,
      organizationId: webhook.organizationId,
      webhookId: webhook.id,
      signatureScheme: webhook.signatureScheme,
      ...columns,
      answer: JSON.stringify(answer),
      headers,
      hops: provenHops(call.headers, Date.now()),
      body,
      refusedBytes: isUnverified ? body.length + Buffer.byteLength(JSON.stringify(headers) + query) : 0,
      isBodyKept,
      bodyBytes: call.bodyBytes,
      query,
      ip: call.ip,
      processedAt: WAITING_RESULTS.includes(outcome.result) ? null : sql`now()`,
      durationMs,
    });
  await Promise.all([row.execute(), countRequest(webhook, outcome, durationMs)]);
  return id;
}

/**
 * Counts a request in its hour; those that are refused in a flood are counted without being kept. Its statements go to the database together:
 * within the transaction of a request all others of the webhook, and of what it made, wait for the end.
 */
export async function countRequest(
  webhook: Webhook,
  { result, secretUsed }: Pick<Outcome, "result" | "secretUsed">,
  durationMs: number,
): Promise<void> {
  const isTaken = result === "accepted" || result === "ignored" || WAITING_RESULTS.includes(result);
  const counts = {
    accepted: isTaken ? 1 : 0,
    duplicate: result === "duplicate" ? 1 : 0,
    rejected: result === "rejected" || result === "error" ? 1 : 0,
    onPreviousSecret: secretUsed === "previous" ? 1 : 0,
    durationMs,
  };
  const stats = incomingWebhookStats;
  const counted = database()
    .insert(stats)
    .values({ webhookId: webhook.id, hour: sql`date_trunc('hour', now())`, ...counts })
    .onConflictDoUpdate({
      target: [stats.webhookId, stats.hour],
      set: {
        accepted: sql`${stats.accepted} + ${counts.accepted}`,
        duplicate: sql`${stats.duplicate} + ${counts.duplicate}`,
        rejected: sql`${stats.rejected} + ${counts.rejected}`,
        onPreviousSecret: sql`${stats.onPreviousSecret} + ${counts.onPreviousSecret}`,
        durationMs: sql`${stats.durationMs} + ${durationMs}`,
      },
    });
  const noted = database()
    .update(incomingWebhooks)
    .set({
      lastRequestAt: sql`now()`,
      ...(result === "queued" && { hasWaiting: true }),
      ...(secretUsed === "previous" ? { previousSecretLastUsedAt: sql`now()` } : {}),
      updatedAt: sql`${incomingWebhooks.updatedAt}`,
    })
    .where(
      sql`${incomingWebhooks.id} = ${webhook.id} and ${incomingWebhooks.organizationId} = ${webhook.organizationId}`,
    );
  await Promise.all([counted, noted]);
}

/** Requests that waited counted as accepted when they came: where they end as rejected, the counts of their hours follow. */
export async function recountAsRejected(webhookId: string, requestIds: string[]): Promise<void> {
  if (requestIds.length === 0) return;
  await database().execute(sql`
    update incoming_webhook_stats s
    set accepted = greatest(s.accepted - gone.requests, 0), rejected = s.rejected + gone.requests
    from (select date_trunc('hour', r.created_at) as hour, count(*)::int as requests from incoming_requests r
          where r.webhook_id = ${webhookId} and r.id in ${requestIds} group by 1) gone
    where s.webhook_id = ${webhookId} and s.hour = gone.hour`);
}
