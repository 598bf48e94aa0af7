import { queryOptions, useQuery } from "@tanstack/react-query";
import { getEventTypeEndpoint, listEventTypesEndpoint } from "@/features/event-types/contract";
import { type TypeGroup, typeGroups } from "@/features/event-types/type-groups";
import { callEndpoint } from "@/lib/api-client";

const eventTypeKeys = {
  all: ["event-types"] as const,
  custom: () => [...eventTypeKeys.all, "custom"] as const,
  detail: (type: string) => [...eventTypeKeys.all, "detail", type] as const,
};

/** Those that the organization added; the built-in ones are known without asking. */
export function customEventTypesQuery() {
  return queryOptions({
    queryKey: eventTypeKeys.custom(),
    queryFn: ({ signal }) => callEndpoint(listEventTypesEndpoint, { query: { isCustom: "true" }, signal }),
  });
}

/** Description, schema and sample of an event type. */
export function eventTypeQuery(type: string) {
  return queryOptions({
    queryKey: eventTypeKeys.detail(type),
    queryFn: ({ signal }) => callEndpoint(getEventTypeEndpoint, { params: { type }, signal }),
  });
}

/** Every type under its heading: the built-in ones at once, the organization's own once they are loaded. */
export function useTypeGroups(): TypeGroup[] {
  return typeGroups(useQuery(customEventTypesQuery()).data?.data);
}
