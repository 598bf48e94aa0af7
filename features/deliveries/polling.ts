import type { Delivery } from "@/features/deliveries/schema";
import { isSending, isWaiting } from "@/features/deliveries/states";
import { SECOND_MS } from "@/lib/time";

const ACTIVE_MS = SECOND_MS;
/** New rows can arrive on the first page at any time. */
export const FIRST_PAGE_MS = 4 * SECOND_MS;
/** An attempt needs a moment after its planned time; asking right then would always be too early. */
const AFTER_DUE_MS = 250;
/** This long after its planned time an attempt waits for something else, such as a target that gets no more calls for now. */
const OVERDUE_MS = 15 * SECOND_MS;

type Progress = Pick<Delivery, "status" | "nextAttemptAt">;

/** Time until any of these deliveries may look different; false when nothing will happen by itself. */
export function pollDelayMs(deliveries: readonly Progress[], now: number): number | false {
  const delays = deliveries.map((delivery) => delayMs(delivery, now)).filter((delay) => delay !== null);
  return delays.length > 0 ? Math.min(...delays) : false;
}

/** As `pollDelayMs`, but never false: the newest page grows. */
export function firstPagePollDelayMs(deliveries: readonly Progress[], now: number): number {
  return Math.min(FIRST_PAGE_MS, pollDelayMs(deliveries, now) || FIRST_PAGE_MS);
}

function delayMs({ status, nextAttemptAt }: Progress, now: number): number | null {
  if (isSending(status)) return ACTIVE_MS;
  if (!isWaiting(status)) return null;
  if (nextAttemptAt === null) return ACTIVE_MS;
  const untilMs = new Date(nextAttemptAt).getTime() - now;
  if (untilMs < -OVERDUE_MS) return FIRST_PAGE_MS;
  return Math.max(ACTIVE_MS, untilMs + AFTER_DUE_MS);
}
