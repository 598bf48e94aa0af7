import type { IncomingWebhook } from "@/features/incoming-webhooks/schema";
import { boundedCount } from "@/lib/bounded-count";

/** Of what waits at a webhook, whether it was held or queued. */
export function waitingRequests({
  heldRequests,
  queuedRequests,
}: Pick<IncomingWebhook, "heldRequests" | "queuedRequests">) {
  const waiting = heldRequests + queuedRequests;
  return { waiting, count: boundedCount(waiting), isOne: waiting === 1 };
}

/** What a resume says that leaves open what becomes of the held ones. What is queued goes on by itself. */
export function stillHeldText({ heldRequests }: Pick<IncomingWebhook, "heldRequests">): string {
  return `${boundedCount(heldRequests)} ${heldRequests === 1 ? "request goes" : "requests go"} on waiting.`;
}
