import type { Attempt, DeliveryDetail } from "@/features/deliveries/schema";
import { formatDuration } from "@/lib/time";
import { statusText } from "./status-text";

/** Names of the failures that leave no status code, short enough for a table column. */
const NO_ANSWER: Record<string, string> = {
  dns_not_found: "DNS not found",
  dns_error: "DNS error",
  connection_refused: "Refused",
  connection_failed: "No connection",
  connection_timeout: "Timeout",
  connection_reset: "Reset",
  tls_error: "TLS error",
  timeout: "Timeout",
  blocked_address: "Blocked",
  invalid_response: "Invalid answer",
  abandoned: "Interrupted",
};

export function noAnswerLabel(errorClass: string | null): string {
  return NO_ANSWER[errorClass ?? ""] ?? "No answer";
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

/** The state of a delivery in one or two sentences; a planned attempt's time is left to a countdown. */
export function deliveryVerdict(delivery: DeliveryDetail): string {
  const { status, attemptCount: count, maxAttempts: max, isTest } = delivery;
  const [last] = delivery.attempts;
  const result = last ? ` Last: ${lastOutcome(last)}.` : "";
  const because = last ? `: ${lastOutcome(last)}.` : ".";
  switch (status) {
    case "pending":
      if (count > 0) return `Queued to be sent again.${result}`;
      return delivery.targetPausedUntil === null
        ? "Waiting for its first attempt."
        : "Waiting for its first attempt: the target keeps failing and is left alone for a while.";
    case "sending":
      return count > 0 ? `Attempt ${count + 1} is under way.${result}` : "The first attempt is under way.";
    case "retrying":
      return `Attempt ${count} of ${max} failed${because}`;
    case "succeeded":
      return `Delivered at ${count > 1 ? `attempt ${count}` : "the first attempt"}${because}`;
    case "failed":
      return `Failed after ${count} of ${max} attempts.${result} ${isTest ? "Tests are not retried." : "Resend it once the target works."}`;
    case "held":
      return delivery.heldReason === "owner"
        ? "Held, because the owner of its subscription no longer has the right to it. Handing the subscription over to someone who has it sends it."
        : "Held, because its subscription is paused or disabled. Resuming the subscription sends it.";
    case "canceled":
      return count > 0
        ? `Canceled after ${count} of ${max} attempts.${result}`
        : "Canceled before its first attempt.";
  }
}

function lastOutcome(attempt: Attempt): string {
  return `${outcomeLabel(attempt)} from ${hostOf(attempt.request.url)} in ${formatDuration(attempt.durationMs)}`;
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
