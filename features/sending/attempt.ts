import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { systemContext } from "@/features/auth/system-context";
import { isGone } from "@/features/deliveries/error-classes";
import { giveBack } from "@/features/deliveries/transitions";
import { logAttempt } from "@/features/sending/attempt-line";
import type { ClaimedDelivery } from "@/features/sending/claim";
import type { Recorded } from "@/features/sending/record";
import { recordOutcome } from "@/features/sending/record-batches";
import { retryAtMs } from "@/features/sending/retry-time";
import { type SendResult, sendDelivery } from "@/features/sending/send";
import { findTarget } from "@/features/sending/targets";
import { disableSubscription } from "@/features/subscriptions/status";
import { hostRates } from "@/lib/egress/host-rates";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

/** After so many workers died while sending it, a delivery is given up rather than tried on the next one. */
const MAX_ABANDONED = 3;

/** Sends a leased delivery and records what came of it; null when the lease was lost meanwhile and so nothing was written. */
export async function attemptDelivery(delivery: ClaimedDelivery): Promise<Recorded | null> {
  // Without asking for anything that may be what kills its workers.
  if (delivery.abandonedCount >= MAX_ABANDONED) return giveUp(delivery);
  const target = await findTarget(delivery);
  if (!target) return null;
  const { waitMs, isTaken } = hostRates().take(new URL(target.url).hostname);
  if (!isTaken && delivery.lane !== "manual") return giveTurnAway(delivery, waitMs);
  if (waitMs > 0 && isTaken) await sleep(waitMs);
  const result = await sendDelivery(delivery, target);
  const recorded = await recordOutcome({
    delivery,
    result,
    retryAtMs: retryAtMs(delivery, result, {
      retryDelaysSeconds: target.retryDelaysSeconds,
      timeScale: env.DELIVERY_TIME_SCALE,
      random: Math.random,
    }),
  });
  logAttempt(delivery, { result, target, recorded });
  if (recorded && isGone(result.errorClass)) await disableGone(delivery, target.url, result);
  return recorded;
}

/** Its host gets no more calls for now. What becomes of it is nobody's failure, so nothing is recorded. */
async function giveTurnAway(delivery: ClaimedDelivery, waitMs: number): Promise<Recorded> {
  await giveBack(delivery, { leaseId: delivery.leaseId, waitMs });
  return { success: false, retryAtMs: null, restMs: waitMs };
}

async function giveUp(delivery: ClaimedDelivery): Promise<Recorded | null> {
  const result = abandoned(delivery);
  const recorded = await recordOutcome({ delivery, result, retryAtMs: null });
  logAttempt(delivery, { result, target: null, recorded });
  return recorded;
}

async function disableGone(
  delivery: ClaimedDelivery,
  targetUrl: string,
  { errorClass }: SendResult,
): Promise<void> {
  try {
    const ctx = systemContext("delivery", delivery.organizationId);
    await disableSubscription(ctx, delivery.subscriptionId, {
      reason: "gone",
      detail:
        errorClass === "echo_deleted"
          ? "The echo receiver that it sends to was deleted."
          : "The target answered 410 Gone: it wants no more events.",
      targetUrl,
    });
  } catch (error) {
    log.error(
      { err: error, subscriptionId: delivery.subscriptionId },
      "could not disable a subscription that is gone",
    );
  }
}

function abandoned(delivery: ClaimedDelivery): SendResult {
  return {
    startedAtMs: delivery.claimedAtMs,
    durationMs: 0,
    statusCode: null,
    success: false,
    errorClass: "abandoned",
    errorMessage: `The worker stopped ${MAX_ABANDONED} times while sending this delivery.`,
    retryAfterMs: null,
    trigger: delivery.trigger,
    requestedBy: delivery.requestedBy,
    url: "",
    requestHeaders: {},
    responseHeaders: null,
    responseBody: null,
    responseTruncated: false,
    timings: null,
  };
}
