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
import { findTarget, type Target } from "@/features/sending/targets";
import { disableSubscription } from "@/features/subscriptions/status";
import { hostRates } from "@/lib/egress/host-rates";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

/** After so many workers died while sending it, a delivery is given up rather than tried on the next one. */
const MAX_ABANDONED = 3;

/** What an attempt has led to; null when the lease was lost meanwhile, and so nothing was written. */
export type Attempted = Recorded | "put_off" | null;

interface AttemptOptions {
  /** Hears of a host that gets no more calls for now, before its delivery goes back. */
  putOff?: (host: string) => void;
  /** Whether something waits for a success to be on record, asked once there is one. */
  isAwaited?: () => boolean;
}

/** Sends a leased delivery and records what came of it. */
export async function attemptDelivery(
  delivery: ClaimedDelivery,
  { putOff = () => {}, isAwaited = () => true }: AttemptOptions = {},
): Promise<Attempted> {
  // Without asking for anything that may be what kills its workers.
  if (delivery.abandonedCount >= MAX_ABANDONED) return giveUp(delivery);
  const target = await findTarget(delivery);
  if (!target) return null;
  const waitMs = takeTurn(delivery, target);
  if (waitMs === null) {
    putOff(target.hostname);
    // It is nobody's failure, so nothing is recorded.
    await giveBack(delivery);
    return "put_off";
  }
  if (waitMs > 0) await sleep(waitMs);
  const result = await sendDelivery(delivery, target);
  const outcome = {
    delivery,
    result,
    retryAtMs: retryAtMs(delivery, result, {
      retryDelaysSeconds: target.retryDelaysSeconds,
      timeScale: env.DELIVERY_TIME_SCALE,
      random: Math.random,
    }),
  };
  const recorded = await recordOutcome(outcome, { isAwaited: !result.success || isAwaited() });
  logAttempt(delivery, { result, target, recorded });
  if (recorded && isGone(result.errorClass)) await disableGone(delivery, target.url, result);
  return recorded;
}

/**
 * How long until it may go; null for not soon. What a person asked for doesn't wait behind a backlog, but it counts, and those after it wait
 * longer: of very many, resent together, the rest waits like any.
 */
function takeTurn({ lane }: ClaimedDelivery, { hostname, isEcho }: Target): number | null {
  if (isEcho || (lane === "manual" && hostRates().takeAhead(hostname))) return 0;
  return hostRates().take(hostname);
}

async function giveUp(delivery: ClaimedDelivery): Promise<Recorded | null> {
  const result = abandoned(delivery);
  const recorded = await recordOutcome({ delivery, result, retryAtMs: null }, { isAwaited: true });
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
