const PATH = "/settings/api/incoming-webhooks";

type Tab = "requests" | "setup" | "settings";

export function incomingWebhooksHref(): string {
  return PATH;
}

export function newIncomingWebhookHref(): string {
  return `${PATH}/new`;
}

export function incomingWebhookHref(id: string, tab: Tab = "requests"): string {
  return `${PATH}/${id}${tab === "requests" ? "" : `?tab=${tab}`}`;
}

/** Its log of a span of time. */
export function requestsHref(id: string, span: { from: string; to: string }): string {
  return `${PATH}/${id}?${new URLSearchParams(span)}`;
}

/** Its log, with what it refused. */
export function refusedRequestsHref(id: string): string {
  return `${PATH}/${id}?tab=requests&result=rejected`;
}

/** The request opened beside its webhook's log. */
export function incomingRequestHref(id: string, requestId: string): string {
  return `${PATH}/${id}?request=${requestId}`;
}

/** The signature debugger, filled with a request. */
export function debugRequestHref(id: string, requestId: string): string {
  return `${PATH}/${id}?tab=setup&debug=${requestId}#debugger`;
}
