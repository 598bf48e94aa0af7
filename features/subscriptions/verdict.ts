import type { Subscription } from "@/features/subscriptions/schema";
import { boundedCount } from "@/lib/bounded-count";
import { counted, formatCount } from "@/lib/format-number";

type Health = Subscription["health"];
type Recent = Health["recent"];

/** Below, a single slip would look like an outage. */
export const MIN_FAILURES = 3;
export const FAILING_SHARE = 0.05;

/**
 * `untried`: nothing was ever sent. `unsteady`: so many of the last day's attempts failed that somebody should look, whatever became of the last
 * one. `failing`: nothing gets through any more.
 */
export type HealthVerdict = "untried" | "healthy" | "unsteady" | "failing";

export function healthVerdict({
  lastDeliveryAt,
  failingSince,
  consecutiveFailures,
  recent,
}: Health): HealthVerdict {
  const { attempts, failedAttempts } = recent;
  if (lastDeliveryAt === null) return "untried";
  if (failingSince !== null && (consecutiveFailures >= MIN_FAILURES || failedAttempts === attempts))
    return "failing";
  return failedAttempts >= MIN_FAILURES && failedAttempts > FAILING_SHARE * attempts ? "unsteady" : "healthy";
}

/** "626 of 1,825 attempts failed", where the last 24 hours are named already. */
export function failedCountText({ failedAttempts, attempts }: Recent): string {
  return `${formatCount(failedAttempts)} of ${counted(attempts, "attempt")} failed`;
}

/** "626 of 1,825 attempts failed in the last 24 hours". */
export function failedText(recent: Recent): string {
  return `${failedCountText(recent)} in the last 24 hours`;
}

/** What came of the deliveries whose attempts failed. */
export function savedText({ failedDeliveries }: Recent): string {
  if (failedDeliveries === 0) return "Retries save them: no delivery has failed for good.";
  return `${boundedCount(failedDeliveries)} ${failedDeliveries === 1 ? "delivery" : "deliveries"} failed for good.`;
}
