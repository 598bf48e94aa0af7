export const INCOMING_HREF = "/settings/api/incoming-webhooks";

export const NO_WRITE_REASON =
  "Your role can read incoming webhooks only. An admin can grant incoming_webhooks:write.";

export function incomingHref(id: string, tab: "requests" | "setup" | "settings" = "requests"): string {
  return `${INCOMING_HREF}/${id}${tab === "requests" ? "" : `?tab=${tab}`}`;
}

export function incomingRequestHref(id: string, requestId: string): string {
  return `${INCOMING_HREF}/${id}?request=${requestId}`;
}

/** The debugger, filled with a request. */
export function debugHref(webhookId: string, requestId: string): string {
  return `${incomingHref(webhookId, "setup")}&debug=${requestId}#debugger`;
}
