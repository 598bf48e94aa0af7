import "server-only";
import { inngest } from "@/inngest/client";
import { deliveriesDue, deliveryRetryScheduled } from "@/inngest/events";
import { log } from "@/lib/log";
import { processWide } from "@/lib/process-wide";

/** One wake-up per process and interval is enough: a drain goes on until nothing is due. */
const WAKE_INTERVAL_MS = 20;

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

export interface ScheduledRetry {
  deliveryId: string;
  subscriptionId: string;
  attempt: number;
  at: Date;
}

/** Starts one retry run per delivery. The event id makes a repeat harmless. */
export async function scheduleRetries(retries: ScheduledRetry[]): Promise<void> {
  if (retries.length === 0) return;
  try {
    await inngest.send(
      retries.map(({ at, ...retry }) =>
        deliveryRetryScheduled.create(
          { ...retry, at: at.toISOString() },
          { id: `${retry.deliveryId}:${retry.attempt}:${at.getTime()}` },
        ),
      ),
    );
  } catch (error) {
    log.warn({ err: error }, "could not schedule retry runs; the sweeper will take them over");
  }
}
