import "server-only";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { database, queryOf, send } from "@/db/client";
import { type RequestResult, WAITING_RESULTS } from "@/db/enums";
import { incomingRequests, type RepeatKeys } from "@/db/schema";
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
  /** Of what waits. */
  repeatKeys?: RepeatKeys;
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
  await Promise.all([send(row.toSQL()), countRequest(webhook, outcome, durationMs)]);
  return id;
}

/**
 * Counts a request in its hour; those that are refused in a flood are counted without being kept. One statement: within the transaction of a
 * request all others of the webhook, and of what it made, wait for its end.
 */
export async function countRequest(
  { id, organizationId }: Webhook,
  { result, secretUsed }: Pick<Outcome, "result" | "secretUsed">,
  durationMs: number,
): Promise<void> {
  const isTaken = result === "accepted" || result === "ignored" || WAITING_RESULTS.includes(result);
  const isRejected = result === "rejected" || result === "error";
  const isOnPrevious = secretUsed === "previous";
  await send(
    queryOf(sql`
    with counted as (
      insert into incoming_webhook_stats as s (webhook_id, hour, accepted, duplicate, rejected, on_previous_secret, duration_ms)
      values (${id}, date_trunc('hour', now()), ${isTaken ? 1 : 0}, ${result === "duplicate" ? 1 : 0}, ${isRejected ? 1 : 0},
        ${isOnPrevious ? 1 : 0}, ${durationMs})
      on conflict (webhook_id, hour) do update set
        accepted = s.accepted + excluded.accepted,
        duplicate = s.duplicate + excluded.duplicate,
        rejected = s.rejected + excluded.rejected,
        on_previous_secret = s.on_previous_secret + excluded.on_previous_secret,
        duration_ms = s.duration_ms + excluded.duration_ms)
    update incoming_webhooks set
      last_request_at = now(),
      has_waiting = has_waiting or ${result === "queued"},
      previous_secret_last_used_at = case when ${isOnPrevious} then now() else previous_secret_last_used_at end
    where id = ${id} and organization_id = ${organizationId}`),
  );
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
