const PATH = "/settings/api/events";

export function eventTypesHref(): string {
  return PATH;
}

export function newEventTypeHref(): string {
  return `${PATH}/new`;
}

/** The type opened beside the list. */
export function eventTypeHref(type: string): string {
  return `${PATH}?event=${encodeURIComponent(type)}`;
}

/** Names of custom types have nothing that a URL would change. */
export function editEventTypeHref(type: string): string {
  return `${PATH}/${type}`;
}
