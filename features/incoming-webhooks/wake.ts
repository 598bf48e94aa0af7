import "server-only";
import { inngest } from "@/inngest/client";
import { heldRequestsDue } from "@/inngest/events";
import { log } from "@/lib/log";

/** Tells the worker that a webhook resumed. Never awaited, and safe to lose: the worker looks every minute. */
export function wakeHeldRequests(): void {
  inngest
    .send(heldRequestsDue.create({}))
    .catch((error: unknown) => log.warn({ err: error }, "could not wake the held requests"));
}
