import "server-only";
import type { RefusalReason } from "@/db/enums";
import type { IncomingCall } from "@/features/incoming-requests/call";
import { limitFailures } from "@/features/incoming-requests/checks";
import { countRequest, logRequest, type Outcome } from "@/features/incoming-requests/log";
import { Refusal } from "@/features/incoming-requests/refusal";
import {
  hasRoomForBody,
  isFlood,
  isUnverified,
  makeRoom,
} from "@/features/incoming-requests/refused-storage";
import type { Webhook } from "@/features/incoming-requests/webhook";
import { ERROR_STATUS } from "@/lib/errors";
import { log } from "@/lib/log";
import { noteRequest } from "@/lib/request-log";

/** Refusals that may come before there is a whole body. */
const UNREAD: ReadonlySet<RefusalReason> = new Set(["too_large", "malformed_body", "not_post"]);

/** Puts a request into the webhook's log, and into the line of the process's log. */
export async function keep(webhook: Webhook, call: IncomingCall, outcome: Outcome): Promise<void> {
  const idempotencyKey = call.headers["idempotency-key"]?.slice(0, 255) ?? null;
  const incomingRequestId = await logRequest(webhook, call, { idempotencyKey, ...outcome });
  const { result, reason, isPossibleReplay } = outcome;
  noteRequest({
    incomingRequestId,
    result,
    reason: reason ?? undefined,
    isPossibleReplay: isPossibleReplay || undefined,
  });
}

/** Keeps what was refused before its body was read. Throws the error that it is given. */
export async function keepUnread(webhook: Webhook, call: IncomingCall, error: unknown): Promise<never> {
  noteRequest({ bytes: call.bodyBytes });
  if (!(error instanceof Refusal)) throw error;
  await limitFailures(webhook, call.ip);
  await keepRefusal(webhook, call, { refusal: error, startedAt: performance.now() });
  throw error;
}

export async function keepRefusal(
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
  });
  if (isFromAnybody) await makeRoom(webhook.id);
}

/** Counted, not kept. */
async function countFlood(webhook: Webhook, { reason }: Refusal, startedAt: number): Promise<void> {
  noteRequest({ result: "rejected", reason });
  await countRequest(webhook, { result: "rejected" }, Math.round(performance.now() - startedAt));
}

/** A fault of ours: the sender will try again, and whoever looks for the request finds it. */
export async function keepError(webhook: Webhook, call: IncomingCall, startedAt: number): Promise<void> {
  const outcome = {
    result: "error" as const,
    statusCode: ERROR_STATUS.internal,
    answer: {},
    detail: "Replify failed to process it; its own log says why. Nothing was done.",
    startedAt,
  };
  // Where the database is what failed, there is no log to write to either.
  await keep(webhook, call, outcome).catch((error: unknown) =>
    log.warn({ err: error }, "could not keep an incoming request"),
  );
}
