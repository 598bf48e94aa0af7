import "server-only";
import { v7 as uuidv7 } from "uuid";
import { transaction } from "@/db/client";
import type { RepeatKeys } from "@/db/schema";
import { provenHops } from "@/features/deliveries/hops-proof";
import type { IncomingCall } from "@/features/incoming-requests/call";
import { authenticate, oversized } from "@/features/incoming-requests/checks";
import { keep, keepError, keepRefusal } from "@/features/incoming-requests/keep";
import type { Outcome } from "@/features/incoming-requests/log";
import { idsOf, processRequest, readRequest } from "@/features/incoming-requests/process";
import { assertRoomToWait, isItsTurn, toQueue } from "@/features/incoming-requests/queue";
import { Refusal } from "@/features/incoming-requests/refusal";
import { claimKeys, findOriginal, repeatKeys } from "@/features/incoming-requests/repeats";
import { type Webhook, webhookByKey } from "@/features/incoming-requests/webhook";
import { isUnsignedPing, replyTo } from "@/features/incoming-webhooks/presets/presets";
import { AppError } from "@/lib/errors";
import { noteRequest } from "@/lib/request-log";

const PAUSED_RETRY_SECONDS = 300;

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
  const isNow = await isItsTurn(webhook);
  if (!isNow) await assertRoomToWait(webhook);
  const { headers, body, ip, takeRoom } = call;
  const hops = provenHops(headers, Date.now());
  const reading = readRequest(webhook, { headers, body, hops }, takeRoom);
  if (reading.handshake) {
    noteRequest({ result: "handshake" });
    return reading.handshake;
  }
  const keys = repeatKeys({ headers, body, ...signed });
  const verified: Verified = { secretUsed, startedAt, keys };
  const process = async (id: string) =>
    isNow ? processRequest(webhook, { id, headers, body, ip, hops }, reading) : toQueue(webhook, id);
  const answer =
    webhook.status === "paused"
      ? await holdOrRefuse(webhook, call, verified)
      : await processOnce(webhook, call, { ...verified, process });
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
  const { secretUsed, startedAt, keys } = verified;
  const answer = { requestId: id, action: webhook.action, status: "held" };
  await keep(webhook, call, {
    secretUsed,
    startedAt,
    repeatKeys: keys,
    id,
    result: "held",
    statusCode: 202,
    answer,
  });
  return { status: 202, body: answer };
}

/** Processes it once, now or, as its answer says, later: copies that arrive at the same time wait for the first and get its answer. */
async function processOnce(
  webhook: Webhook,
  call: IncomingCall,
  { process, ...verified }: Verified & { process(id: string): Promise<Omit<Outcome, keyof Verified>> },
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
      ...processed,
      ...(processed.result === "queued" && { repeatKeys: verified.keys }),
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
  });
  return { status: 200, body: answer };
}
