import "server-only";
import { v7 as uuidv7 } from "uuid";
import { transaction } from "@/db/client";
import type { RefusalReason } from "@/db/enums";
import { provenHops } from "@/features/deliveries/hops-proof";
import type { IncomingCall } from "@/features/incoming-requests/call";
import { authenticate, limitFailures, limitRate, oversized } from "@/features/incoming-requests/checks";
import { countRequest, logRequest, type Outcome } from "@/features/incoming-requests/log";
import { idsOf, processRequest, readRequest } from "@/features/incoming-requests/process";
import { Refusal } from "@/features/incoming-requests/refusal";
import {
  hasRoomForBody,
  isFlood,
  isUnverified,
  makeRoom,
} from "@/features/incoming-requests/refused-storage";
import { claimKeys, findOriginal, type RepeatKeys, repeatKeys } from "@/features/incoming-requests/repeats";
import { type Webhook, webhookByKey } from "@/features/incoming-requests/webhook";
import { isUnsignedPing, replyTo } from "@/features/incoming-webhooks/presets/presets";
import { AppError, ERROR_STATUS } from "@/lib/errors";
import { log } from "@/lib/log";
import { noteRequest } from "@/lib/request-log";

const PAUSED_RETRY_SECONDS = 300;
/** Refusals that may come before there is a whole body. */
const UNREAD: ReadonlySet<RefusalReason> = new Set(["too_large", "malformed_body", "not_post"]);

export interface IncomingAnswer {
  status: 200 | 202 | 204;
  /** Nobody gets to see it with 204. */
  body: Record<string, unknown>;
}

/**
 * Takes one call of an outside system: verify → parse → map → act. The action, the kept request and the remembered key commit together
 * before the answer goes out. What is refused is kept with its reason. Throws AppError for everything but success.
 */
export async function receiveRequest(call: IncomingCall, found?: Webhook): Promise<IncomingAnswer> {
  const startedAt = performance.now();
  noteRequest({ bytes: call.bodyBytes });
  const webhook = found ?? (await findWebhook(call.key));
  try {
    return await accept(webhook, call, startedAt);
  } catch (error) {
    if (error instanceof Refusal) await keepRefusal(webhook, call, { refusal: error, startedAt });
    else if (!(error instanceof AppError)) await keepError(webhook, call, startedAt);
    throw error;
  }
}

/** Keeps what was refused before its body was read. Throws the error that it is given. */
export async function keepUnread(webhook: Webhook, call: IncomingCall, error: unknown): Promise<never> {
  noteRequest({ bytes: call.bodyBytes });
  if (!(error instanceof Refusal)) throw error;
  await limitFailures(webhook, call.ip);
  await keepRefusal(webhook, call, { refusal: error, startedAt: performance.now() });
  throw error;
}

/** That an address is of. Throws NotFoundError. */
export async function findWebhook(key: string): Promise<Webhook> {
  const webhook = await webhookByKey(key);
  const { id: webhookId, organizationId, signatureScheme: scheme } = webhook;
  noteRequest({ webhookId, organizationId, scheme });
  return webhook;
}

async function accept(webhook: Webhook, call: IncomingCall, startedAt: number): Promise<IncomingAnswer> {
  if (isUnsignedPing(webhook.signatureScheme, call.body)) {
    noteRequest({ result: "handshake" });
    return { status: 200, body: {} };
  }
  const { secretUsed, ...signed } = await authenticateWhole(webhook, call);
  await limitRate(webhook);
  const { headers, body, ip } = call;
  const hops = provenHops(headers, Date.now());
  const reading = readRequest(webhook, { headers, body, hops });
  if (reading.handshake) {
    noteRequest({ result: "handshake" });
    return reading.handshake;
  }
  const keys = repeatKeys({ headers, body, ...signed });
  const verified: Verified = { secretUsed, startedAt, keys };
  if (webhook.status === "paused") return holdOrRefuse(webhook, call, verified);
  const answer = await processOnce(webhook, call, {
    ...verified,
    process: (id) => processRequest(webhook, { id, headers, body, ip, hops }, reading),
  });
  return replyTo(webhook.signatureScheme, reading.payload) ?? answer;
}

/** Of a body over the limit it tells whether the sender signed it, so that it can be kept for a higher limit. */
async function authenticateWhole(webhook: Webhook, call: IncomingCall) {
  const { maxBodyBytes } = webhook;
  if (call.bodyBytes <= maxBodyBytes) return authenticate(webhook, call);
  const refuse = (isSigned: boolean) => oversized(maxBodyBytes, isSigned);
  if (call.body.length !== call.bodyBytes) throw refuse(false);
  await authenticate(webhook, call).catch((error: unknown) => {
    throw error instanceof Refusal ? refuse(false) : error;
  });
  throw refuse(true);
}

interface Verified {
  keys: RepeatKeys;
  secretUsed: "current" | "previous";
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

/** Processes it once: copies that arrive at the same time wait for the first and get its answer. */
async function processOnce(
  webhook: Webhook,
  call: IncomingCall,
  { process, ...verified }: Verified & { process(id: string): ReturnType<typeof processRequest> },
): Promise<IncomingAnswer> {
  return transaction(async () => {
    const id = uuidv7();
    const claim = await claimKeys(webhook.id, verified.keys, { requestId: id });
    const { original, isPossibleReplay } = claim;
    if (original) return answerDuplicate(webhook, call, { ...verified, original });
    const processed = await process(id);
    const { secretUsed, startedAt } = verified;
    await keep(webhook, call, {
      id,
      secretUsed,
      isPossibleReplay,
      startedAt,
      ...keyColumn(call),
      ...processed,
    });
    return { status: 202, body: processed.answer };
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
    ...idsOf(first),
    originalRequestId: original,
    ...keyColumn(call),
  });
  return { status: 200, body: answer };
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
  const isFromAnybody = isUnverified(refusal);
  const isBodyKept =
    !(isFromAnybody && UNREAD.has(refusal.reason)) && (await hasRoomForBody(webhook.id, refusal, call.body));
  await keep(webhook, call, {
    isBodyKept,
    isUnverified: isFromAnybody,
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
  if (isFromAnybody) await makeRoom(webhook.id);
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

function keyColumn({ headers }: IncomingCall) {
  return { idempotencyKey: headers["idempotency-key"]?.slice(0, 255) ?? null };
}
