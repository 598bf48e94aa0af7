import "server-only";
import type { ClaimedDelivery } from "@/features/sending/claim";
import type { Recorded } from "@/features/sending/record";
import type { SendResult } from "@/features/sending/send";
import type { Target } from "@/features/sending/targets";
import { log } from "@/lib/log";

/**
 * Everything that an operator searches attempts by, in one line: which, where to, how it went, how long it took and what follows. Nothing of
 * what was sent, and of the target its host only: a path or a query may hold a secret.
 */
export function logAttempt(
  delivery: ClaimedDelivery,
  { result, target, recorded }: { result: SendResult; target: Target | null; recorded: Recorded | null },
): void {
  log.info(
    {
      organizationId: delivery.organizationId,
      subscriptionId: delivery.subscriptionId,
      deliveryId: delivery.id,
      eventId: delivery.eventId,
      eventType: delivery.eventType,
      host: target?.host,
      attempt: delivery.attempt,
      maxAttempts: delivery.maxAttempts,
      lane: delivery.lane,
      trigger: result.trigger,
      result: result.success ? "success" : "failure",
      status: result.statusCode ?? undefined,
      errorClass: result.errorClass ?? undefined,
      ms: result.durationMs,
      ...phasesOf(result),
      ...followUpOf(recorded),
    },
    "attempt",
  );
}

/** Connecting only where a connection was opened. */
function phasesOf({ timings }: SendResult): Record<string, number> {
  const phases: Record<string, number> = {};
  if (timings)
    for (const [name, ms] of Object.entries(timings))
      if (ms !== null && name !== "totalMs") phases[name] = Math.round(ms * 10) / 10;
  return phases;
}

/** Its lease was lost where nothing was recorded: another worker makes the attempt again. */
function followUpOf(recorded: Recorded | null): { isLost: true } | { retryAt: string } | null {
  if (!recorded) return { isLost: true };
  return recorded.retryAtMs === null ? null : { retryAt: new Date(recorded.retryAtMs).toISOString() };
}
