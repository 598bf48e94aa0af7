import "server-only";
import { inngest } from "@/inngest/client";
import { waitingRequestsDue } from "@/inngest/events";
import { log } from "@/lib/log";
import { SECOND_MS } from "@/lib/time";

/** Tells the worker that requests wait which it may process now. Never awaited, and safe to lose: the worker looks every minute. */
export function wakeWaitingRequests(id?: string): void {
  inngest
    .send(waitingRequestsDue.create({}, id === undefined ? {} : { id }))
    .catch((error: unknown) => log.warn({ err: error }, "could not wake the requests that wait"));
}

/** The same for the first of those that wait for their turn. Of many that come at once one tells. */
export function wakeQueue(webhookId: string): void {
  wakeWaitingRequests(`queued-${webhookId}-${Math.floor(Date.now() / SECOND_MS)}`);
}
