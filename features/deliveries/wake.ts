import "server-only";
import { inngest } from "@/inngest/client";
import { deliveriesDue, deliveryRetryScheduled } from "@/inngest/events";
import { log } from "@/lib/log";
import { processWide } from "@/lib/process-wide";

/** One wake-up per process and interval is enough: the sending goes on until nothing is due. */
const WAKE_INTERVAL_MS = 20;
const RETRY_BATCH_MS = 5;

interface WakeUps {
  timer?: NodeJS.Timeout | undefined;
  lastAt: number;
  isSending: boolean;
  isAskedAgain: boolean;
}

const wakeUps = processWide(
  "wake-ups",
  (): WakeUps => ({ lastAt: 0, isSending: false, isAskedAgain: false }),
);

/** Tells the worker that deliveries are due. Coalesced, never awaited, and safe to lose: the sweeper looks every minute. */
export function wakeDeliveries(): void {
  if (wakeUps.isSending) {
    wakeUps.isAskedAgain = true;
    return;
  }
  if (wakeUps.timer) return;
  wakeUps.timer = setTimeout(send, Math.max(0, wakeUps.lastAt + WAKE_INTERVAL_MS - Date.now()));
}

async function send(): Promise<void> {
  wakeUps.timer = undefined;
  wakeUps.lastAt = Date.now();
  wakeUps.isSending = true;
  try {
    await inngest.send(deliveriesDue.create({}));
  } catch (error) {
    log.warn({ err: error }, "could not wake the deliveries; the sweeper will");
  } finally {
    wakeUps.isSending = false;
    if (wakeUps.isAskedAgain) {
      wakeUps.isAskedAgain = false;
      wakeDeliveries();
    }
  }
}

interface PlannedRetry {
  deliveryId: string;
  subscriptionId: string;
  attempt: number;
  at: Date;
}

let planned: PlannedRetry[] = [];

/** Starts a run for the retry, together with those of the same few milliseconds. Safe to lose, as above. */
export function planRetry(retry: PlannedRetry): void {
  if (planned.length === 0) setTimeout(startRuns, RETRY_BATCH_MS);
  planned.push(retry);
}

async function startRuns(): Promise<void> {
  const batch = planned;
  planned = [];
  try {
    await inngest.send(
      batch.map(({ at, ...retry }) =>
        deliveryRetryScheduled.create(
          { ...retry, at: at.toISOString() },
          // Makes a repeat harmless.
          { id: `${retry.deliveryId}:${retry.attempt}` },
        ),
      ),
    );
  } catch (error) {
    log.warn({ err: error }, "could not start retry runs; the sweeper will send what is due");
  }
}
