import { incomingHref } from "./incoming-links";

/** The debugger, filled with a request. */
export function debugHref(webhookId: string, requestId: string): string {
  return `${incomingHref(webhookId, "setup")}&debug=${requestId}#debugger`;
}
