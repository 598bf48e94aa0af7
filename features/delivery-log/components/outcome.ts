import type { DeliveryStatus, HeldReason } from "@/db/enums";
import type { ErrorClass } from "@/features/deliveries/error-classes";
import type { Attempt, DeliveryDetail } from "@/features/deliveries/schema";
import { isRetrying } from "@/features/deliveries/states";
import { formatDuration } from "@/lib/time";
import { statusText } from "./status-text";

/** Of these there is a status code. */
type AnswerClass = "redirect" | "client_error" | "gone" | "rate_limited" | "server_error";

/** Names of the failures that leave no status code, short enough for a table column. */
const NO_ANSWER: Record<Exclude<ErrorClass, AnswerClass>, string> = {
  dns_not_found: "Unknown host",
  dns_error: "DNS error",
  connection_refused: "Connection refused",
  connection_failed: "No connection",
  connection_timeout: "Timeout",
  connection_reset: "Connection reset",
  tls_error: "TLS error",
  timeout: "Timeout",
  blocked_address: "Address blocked",
  proxy_failed: "Proxy failed",
  proxy_denied: "Denied by proxy",
  invalid_response: "Unusable answer",
  abandoned: "Interrupted",
  echo_deleted: "Receiver deleted",
  internal_error: "Replify failed",
};

export function noAnswerLabel(errorClass: string | null): string {
  const labels: Record<string, string> = NO_ANSWER;
  return labels[errorClass ?? ""] ?? "No answer";
}

/** "503 Service Unavailable", or what there was instead of a status. */
export function outcomeLabel({ statusCode, errorClass }: Pick<Attempt, "statusCode" | "errorClass">): string {
  return statusCode === null ? noAnswerLabel(errorClass) : `${statusCode} ${statusText(statusCode)}`.trim();
}

/** Who started an attempt: "automatic", "by hand, Ada Lovelace". */
export function triggerLabel({ trigger, requestedBy }: Pick<Attempt, "trigger" | "requestedBy">): string {
  const who = requestedBy === null ? "" : `, ${requestedBy}`;
  if (trigger === "manual") return `by hand${who}`;
  return trigger === "test" ? `test${who}` : "automatic";
}

/** What the list of attempts leaves out, which is the oldest ones; null for nothing. */
export function earlierLabel({ attempts }: Pick<DeliveryDetail, "attempts">): string | null {
  const first = attempts.at(-1)?.number ?? 1;
  if (first <= 1) return null;
  return first === 2 ? "Attempt 1 is not shown" : `Attempts 1 to ${first - 1} are not shown`;
}

/** The state of a delivery in one or two sentences; a planned attempt's time is left to a countdown. */
export function deliveryVerdict(delivery: DeliveryDetail): string {
  const [last] = delivery.attempts;
  return VERDICTS[delivery.status]({
    ...delivery,
    because: last ? `: ${lastOutcome(last)}.` : ".",
    result: last ? ` Last: ${lastOutcome(last)}.` : "",
  });
}

interface Verdict extends DeliveryDetail {
  /** What the last attempt led to, as the end of a sentence and as one of its own. */
  because: string;
  result: string;
}

const HELD_VERDICTS: Record<HeldReason, string> = {
  subscription: "Held, because its subscription is paused or disabled. Resume the subscription to send it.",
  verification:
    "Held, because the target of its subscription has not answered the handshake yet. Verify the target to send it.",
  owner:
    "Held, because the owner of its subscription may no longer read it. Hand the subscription over to a member who may to send it.",
  decision:
    "Held since its subscription was paused. It is active again, and nobody has decided yet about what waited: resend this one, or decide about all of them on the subscription's page.",
};

const VERDICTS: Record<DeliveryStatus, (delivery: Verdict) => string> = {
  pending: ({ attemptCount, targetPausedUntil, result }) => {
    if (attemptCount > 0) return `Queued to be sent again.${result}`;
    return targetPausedUntil === null
      ? "Waiting for its first attempt."
      : "Waiting for its first attempt: the target keeps failing and is left alone for a while.";
  },
  sending: ({ attemptCount, result }) =>
    attemptCount > 0
      ? `Attempt ${attemptCount + 1} is under way.${result}`
      : "The first attempt is under way.",
  retrying: ({ attemptCount, maxAttempts, because }) =>
    `Attempt ${attemptCount} of ${maxAttempts} failed${because}`,
  succeeded: ({ attemptCount, because }) =>
    `Delivered at ${attemptCount > 1 ? `attempt ${attemptCount}` : "the first attempt"}${because}`,
  failed: ({ attemptCount, maxAttempts, isTest, result }) =>
    `Failed after ${attemptCount} of ${maxAttempts} attempts.${result} ${isTest ? "Tests are not retried." : "Resend it once the target works."}`,
  held: ({ heldReason }) => HELD_VERDICTS[heldReason ?? "subscription"],
  canceled: ({ attemptCount, maxAttempts, result }) =>
    attemptCount > 0
      ? `Canceled after ${attemptCount} of ${maxAttempts} attempts.${result}`
      : "Canceled before its first attempt.",
};

/** Until when the next attempt really waits: its planned time, or later, while the target is left alone. */
export function nextAttempt({ status, nextAttemptAt, targetPausedUntil }: DeliveryDetail) {
  if (!isRetrying(status) || nextAttemptAt === null) return null;
  const waitsForTarget = targetPausedUntil !== null && targetPausedUntil > nextAttemptAt;
  return { at: waitsForTarget ? targetPausedUntil : nextAttemptAt, waitsForTarget };
}

function lastOutcome(attempt: Attempt): string {
  const [host, took] = [hostOf(attempt.request.url), formatDuration(attempt.durationMs)];
  if (attempt.statusCode === null) return `${outcomeLabel(attempt)} (${host}, after ${took})`;
  return `${outcomeLabel(attempt)} from ${host} in ${took}`;
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
