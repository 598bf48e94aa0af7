import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { transaction } from "@/db/client";
import { incomingWebhooks } from "@/db/schema";
import { systemContext } from "@/features/auth/system-context";
import { provenHops } from "@/features/deliveries/hops-proof";
import { type IncomingCall, selectWebhooks, type Webhook } from "@/features/incoming-requests/call";
import { assertNoLoop, authenticate, limitRate, parsePayload } from "@/features/incoming-requests/checks";
import { countRequest, logRequest, type Outcome } from "@/features/incoming-requests/log";
import { Refusal } from "@/features/incoming-requests/refusal";
import { hasRoomForBody, isFlood, makeRoom, UNVERIFIED } from "@/features/incoming-requests/refused-storage";
import { claimKeys, findOriginal, type RepeatKeys, repeatKeys } from "@/features/incoming-requests/repeats";
import { type ActionResult, runAction } from "@/features/incoming-webhooks/actions";
import { handshakeAnswer } from "@/features/incoming-webhooks/handshake";
import { mapPayload } from "@/features/incoming-webhooks/mapping";
import type { Context } from "@/lib/context";
import { AppError, ConflictError, ERROR_STATUS, InvalidError, NotFoundError } from "@/lib/errors";
import { log } from "@/lib/log";
import { noteRequest } from "@/lib/request-log";

const PAUSED_RETRY_SECONDS = 300;

export interface IncomingAnswer {
  status: 200 | 202;
  body: Record<string, unknown>;
}

/**
 * Takes one call of an outside system: verify → parse → map → act. The action, the kept request and the remembered key commit together
 * before the answer goes out. What is refused is kept with its reason. Throws AppError for everything but success.
 */
export async function receiveRequest(call: IncomingCall): Promise<IncomingAnswer> {
  const startedAt = performance.now();
  noteRequest({ bytes: call.bodyBytes });
  const webhook = await findWebhook(call.key);
  try {
    return await accept(webhook, call, startedAt);
  } catch (error) {
    if (error instanceof Refusal) await keepRefusal(webhook, call, { refusal: error, startedAt });
    else if (!(error instanceof AppError)) await keepError(webhook, call, startedAt);
    throw error;
  }
}

/** Keeps a request that was too large to be read whole. */
export async function refuseOversized(call: IncomingCall, refusal: Refusal): Promise<never> {
  noteRequest({ bytes: call.bodyBytes });
  const webhook = await findWebhook(call.key);
  await keepRefusal(webhook, call, { refusal, startedAt: performance.now() });
  throw refusal;
}

async function findWebhook(key: string): Promise<Webhook> {
  // Postgres refuses to be asked for it.
  if (key.includes("\0")) throw new NotFoundError("incoming webhook");
  const [webhook] = await selectWebhooks().where(
    and(eq(incomingWebhooks.key, key), isNull(incomingWebhooks.deletedAt)),
  );
  if (!webhook) throw new NotFoundError("incoming webhook");
  const { id: webhookId, organizationId, signatureScheme: scheme } = webhook;
  noteRequest({ webhookId, organizationId, scheme });
  return webhook;
}

async function accept(webhook: Webhook, call: IncomingCall, startedAt: number): Promise<IncomingAnswer> {
  const { secretUsed, ...signed } = await authenticate(webhook, call);
  await limitRate(webhook);
  const payload = parsePayload(call.body);
  const handshake = handshakeAnswer(webhook.signatureScheme, call.headers, payload);
  if (handshake) {
    noteRequest({ result: "handshake" });
    return { status: 200, body: handshake };
  }
  const hops = provenHops(call.headers, Date.now());
  assertNoLoop(hops);
  const verified: Verified = {
    payload,
    secretUsed,
    hops,
    startedAt,
    keys: repeatKeys({ headers: call.headers, body: call.body, ...signed }),
  };
  if (webhook.status === "paused") return holdOrRefuse(webhook, call, verified);
  return processRequest(webhook, call, verified);
}

interface Verified {
  keys: RepeatKeys;
  payload: unknown;
  secretUsed: "current" | "previous";
  hops: number;
  startedAt: number;
}

async function holdOrRefuse(
  webhook: Webhook,
  call: IncomingCall,
  verified: Verified,
): Promise<IncomingAnswer> {
  if (!webhook.holdWhilePaused) {
    throw new Refusal("unavailable", {
      reason: "paused",
      detail: "This webhook is paused. Send the request again later.",
      headers: { "retry-after": String(PAUSED_RETRY_SECONDS) },
    });
  }
  const id = uuidv7();
  const { secretUsed, startedAt } = verified;
  const answer = { requestId: id, action: webhook.action, status: "held" };
  await keep(webhook, call, {
    secretUsed,
    startedAt,
    id,
    result: "held",
    statusCode: 202,
    answer,
    ...keyColumn(call),
  });
  return { status: 202, body: answer };
}

/** Runs the action once per request: copies that arrive at the same time wait for the first and get its answer. */
async function processRequest(
  webhook: Webhook,
  call: IncomingCall,
  verified: Verified,
): Promise<IncomingAnswer> {
  const { secretUsed, hops, startedAt } = verified;
  try {
    return await transaction(async () => {
      const id = uuidv7();
      const { original, isPossibleReplay } = await claimKeys(webhook.id, verified.keys, {
        requestId: id,
      });
      if (original) return answerDuplicate(webhook, call, { ...verified, original });
      const result = await act(contextOf(webhook, call, { requestId: id, hops }), webhook, verified.payload);
      const answer = { requestId: id, action: webhook.action, ...presentOf(result) };
      await keep(webhook, call, {
        id,
        result: "accepted",
        statusCode: 202,
        answer,
        secretUsed,
        isPossibleReplay,
        startedAt,
        ...keyColumn(call),
        ...result,
      });
      return { status: 202, body: answer };
    });
  } catch (error) {
    throw unusable(error);
  }
}

async function act(ctx: Context, webhook: Webhook, payload: unknown): Promise<ActionResult> {
  return runAction(ctx, webhook.action, mapPayload(payload, webhook));
}

/** What the action refuses is the payload's fault, and mended by the mapping. */
export function unusable(error: unknown): unknown {
  if (error instanceof Refusal || !(error instanceof AppError)) return error;
  const isRefused =
    error instanceof InvalidError || error instanceof NotFoundError || error instanceof ConflictError;
  if (!isRefused) return error;
  return new Refusal("invalid", {
    reason: "unusable_payload",
    detail: `The payload can't be used: ${error.message}`,
    ...(error.issues && { issues: error.issues }),
  });
}

async function answerDuplicate(
  webhook: Webhook,
  call: IncomingCall,
  { original, secretUsed, startedAt }: Verified & { original: string },
): Promise<IncomingAnswer> {
  const first = await findOriginal(webhook.id, original);
  const answer: Record<string, unknown> = first ? JSON.parse(first.answer) : { requestId: original };
  await keep(webhook, call, {
    result: "duplicate",
    statusCode: 200,
    answer,
    secretUsed,
    startedAt,
    ticketId: first?.ticketId ?? null,
    commentId: first?.commentId ?? null,
    originalRequestId: original,
    ...keyColumn(call),
  });
  return { status: 200, body: answer };
}

/** Acts as itself, and all it does is traced to the request. */
export function contextOf(
  webhook: Webhook,
  call: Pick<IncomingCall, "ip" | "headers">,
  cause: { requestId: string; hops: number },
): Context {
  return {
    ...systemContext(`webhook ${webhook.name}`, webhook.organizationId),
    ip: call.ip,
    userAgent: call.headers["user-agent"] ?? null,
    cause,
  };
}

/** A fault of ours: the sender will try again, and whoever looks for the request finds it. */
async function keepError(webhook: Webhook, call: IncomingCall, startedAt: number): Promise<void> {
  const outcome = {
    result: "error" as const,
    statusCode: ERROR_STATUS.internal,
    answer: {},
    detail: "Replify failed to process it; its own log says why. Nothing was done.",
    startedAt,
    ...keyColumn(call),
  };
  // Where the database is what failed, there is no log to write to either.
  await keep(webhook, call, outcome).catch((error: unknown) =>
    log.warn({ err: error }, "could not keep an incoming request"),
  );
}

async function keepRefusal(
  webhook: Webhook,
  call: IncomingCall,
  { refusal, startedAt }: { refusal: Refusal; startedAt: number },
): Promise<void> {
  if (await isFlood(webhook.id, refusal)) return countFlood(webhook, refusal, startedAt);
  const isBodyKept = refusal.reason !== "too_large" && (await hasRoomForBody(webhook.id, refusal, call.body));
  const isUnverified = UNVERIFIED.has(refusal.reason);
  await keep(webhook, call, {
    isBodyKept,
    isUnverified,
    result: "rejected",
    statusCode: refusal.status,
    answer: {
      code: refusal.code,
      detail: refusal.message,
      ...(refusal.issues && { issues: refusal.issues }),
    },
    reason: refusal.reason,
    detail: refusal.logDetail,
    originalRequestId: refusal.originalRequestId,
    startedAt,
    ...keyColumn(call),
  });
  if (isUnverified) await makeRoom(webhook.id);
}

/** Counted, not kept. */
async function countFlood(webhook: Webhook, { reason }: Refusal, startedAt: number): Promise<void> {
  noteRequest({ result: "rejected", reason });
  await countRequest(webhook, { result: "rejected" }, Math.round(performance.now() - startedAt));
}

/** In the webhook's log, and in the line of the process's log. */
async function keep(webhook: Webhook, call: IncomingCall, outcome: Outcome): Promise<void> {
  const incomingRequestId = await logRequest(webhook, call, outcome);
  const { result, reason, isPossibleReplay } = outcome;
  noteRequest({
    incomingRequestId,
    result,
    reason: reason ?? undefined,
    isPossibleReplay: isPossibleReplay || undefined,
  });
}

export function presentOf({ ticketId, commentId }: ActionResult) {
  return { ticketId, ...(commentId === null ? {} : { commentId }) };
}

function keyColumn({ headers }: IncomingCall) {
  return { idempotencyKey: headers["idempotency-key"]?.slice(0, 255) ?? null };
}
