export const EVENT_CATALOG_HREF = "/settings/api/events";

export const NO_CATALOG_REASON = "Only an admin can add or change event types.";

export function eventTypeHref(type: string): string {
  return `${EVENT_CATALOG_HREF}?event=${encodeURIComponent(type)}`;
}

/** Names of custom types have nothing that a URL would change. */
export function editEventTypeHref(type: string): string {
  return `${EVENT_CATALOG_HREF}/${type}`;
}
