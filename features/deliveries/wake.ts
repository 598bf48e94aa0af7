import "server-only";
import { inngest } from "@/inngest/client";
import { deliveriesDue, deliveryRetryScheduled } from "@/inngest/events";
import { log } from "@/lib/log";

/** One wake-up per process and interval is enough: a drain goes on until nothing is due. */
const WAKE_INTERVAL_MS = 20;

let timer: NodeJS.Timeout | undefined;
let lastWakeAt = 0;
let sending = false;
let again = false;

/** Tells the worker that deliveries are due. Coalesced, never awaited, and safe to lose: the sweeper looks every minute. */
export function wakeDeliveries(): void {
  if (sending) {
    again = true;
    return;
  }
  if (timer) return;
  timer = setTimeout(send, Math.max(0, lastWakeAt + WAKE_INTERVAL_MS - Date.now()));
}

async function send(): Promise<void> {
  timer = undefined;
  lastWakeAt = Date.now();
  sending = true;
  try {
    await inngest.send(deliveriesDue.create({}));
  } catch (error) {
    log.warn({ err: error }, "could not wake the deliveries; the sweeper will");
  } finally {
    sending = false;
    if (again) {
      again = false;
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
