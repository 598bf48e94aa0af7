import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import type { DeliveryFormat } from "@/db/enums";
import {
  createEventTypeEndpoint,
  deleteEventTypeEndpoint,
  getEventTypeEndpoint,
  listEventTypesEndpoint,
  sampleEventTypeEndpoint,
  updateEventTypeEndpoint,
} from "@/features/event-types/contract";
import type { createEventTypeSchema, updateEventTypeSchema } from "@/features/event-types/schema";
import { type TypeGroup, typeGroups } from "@/features/event-types/type-groups";
import { callEndpoint } from "@/lib/api-client";

export const NO_CATALOG_REASON = "Only an admin can add or change event types.";

const eventTypeKeys = {
  all: ["event-types"] as const,
  custom: () => [...eventTypeKeys.all, "custom"] as const,
  detail: (type: string) => [...eventTypeKeys.all, "detail", type] as const,
  samples: (type: string, format: DeliveryFormat) => [...eventTypeKeys.all, "samples", type, format] as const,
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

/** Bodies of such deliveries, as a subscription of that format gets them. */
export function eventTypeSamplesQuery(type: string, format: DeliveryFormat) {
  return queryOptions({
    queryKey: eventTypeKeys.samples(type, format),
    queryFn: ({ signal }) =>
      callEndpoint(sampleEventTypeEndpoint, { params: { type }, query: { format }, signal }),
  });
}

/** Every type under its heading: the built-in ones at once, the organization's own once they are loaded. */
export function useTypeGroups(): TypeGroup[] {
  return typeGroups(useQuery(customEventTypesQuery()).data?.data);
}

export function useCreateEventType() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof createEventTypeSchema>) =>
      callEndpoint(createEventTypeEndpoint, { body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: eventTypeKeys.all }),
  });
}

export function useUpdateEventType(type: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof updateEventTypeSchema>) =>
      callEndpoint(updateEventTypeEndpoint, { params: { type }, body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: eventTypeKeys.all }),
  });
}

/** Leaves the deleted one's own queries alone: refetching them would only find nothing. */
export function useDeleteEventType() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (type: string) => callEndpoint(deleteEventTypeEndpoint, { params: { type } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: eventTypeKeys.custom() }),
  });
}
