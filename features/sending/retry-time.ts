import { nextDelayMs } from "@/features/deliveries/backoff";
import { type ErrorClass, isGone } from "@/features/deliveries/error-classes";

/**
 * When to try again after an attempt; null for never. The delay counts from the end of the attempt: a target that hangs is not hit again at
 * once, and one that was left alone in between is not hit sooner.
 */
export function retryAtMs(
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
): number | null {
  if (result.success || isGone(result.errorClass) || delivery.attempt >= delivery.maxAttempts) return null;
  const delayMs = nextDelayMs({
    delaysSeconds: options.retryDelaysSeconds,
    attempt: delivery.attempt,
    retryAfterMs: result.retryAfterMs,
    statusCode: result.statusCode,
    random: options.random,
    timeScale: options.timeScale,
  });
  return delayMs === null ? null : Math.ceil(result.startedAtMs + result.durationMs + delayMs);
}
