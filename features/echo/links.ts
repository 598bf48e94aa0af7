const PATH = "/settings/api/echo-receivers";

export function echoReceiversHref(): string {
  return PATH;
}

/** With one of its requests open beside the list, where that is named. */
export function echoReceiverHref(id: string, requestId?: string): string {
  return `${PATH}/${id}${requestId ? `?request=${requestId}` : ""}`;
}
