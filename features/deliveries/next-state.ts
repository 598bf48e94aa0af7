import type { DeliveryStatus } from "@/db/enums";
import { nextDelayMs } from "@/features/deliveries/backoff";
import type { ErrorClass } from "@/features/deliveries/error-classes";

/** A planned retry has its own run; only when that is this late does the batch lane take the delivery over. */
const RETRY_GRACE_MS = 15_000;

export interface NextState {
  status: Extract<DeliveryStatus, "succeeded" | "failed" | "retrying">;
  nextAttemptAtMs: number | null;
  dueAtMs: number | null;
}

/** What becomes of a delivery after an attempt. The delay counts from the end of the attempt: a target that hangs is not hit again at once. */
export function nextState(
  delivery: { attempt: number; maxAttempts: number },
  result: {
    success: boolean;
    errorClass: ErrorClass | null;
    statusCode: number | null;
    retryAfterMs: number | null;
    startedAtMs: number;
    durationMs: number;
  },
  options: { retryDelaysSeconds: number[]; timeScale: number; random: () => number },
): NextState {
  if (result.success) return { status: "succeeded", nextAttemptAtMs: null, dueAtMs: null };
  const failed: NextState = { status: "failed", nextAttemptAtMs: null, dueAtMs: null };
  if (result.errorClass === "gone" || delivery.attempt >= delivery.maxAttempts) return failed;
  const delayMs = nextDelayMs({
    delaysSeconds: options.retryDelaysSeconds,
    attempt: delivery.attempt,
    retryAfterMs: result.retryAfterMs,
    statusCode: result.statusCode,
    random: options.random,
    timeScale: options.timeScale,
  });
  if (delayMs === null) return failed;
  const nextAttemptAtMs = result.startedAtMs + result.durationMs + delayMs;
  return {
    status: "retrying",
    nextAttemptAtMs,
    dueAtMs: nextAttemptAtMs + RETRY_GRACE_MS * Math.max(options.timeScale, 0.1),
  };
}
