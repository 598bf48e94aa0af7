import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import {
  createCustomerEndpoint,
  deleteCustomerEndpoint,
  dismissDuplicateEndpoint,
  eraseCustomerEndpoint,
  getCustomerEndpoint,
  listCustomerEventsEndpoint,
  listCustomersEndpoint,
  mergeCustomerEndpoint,
  splitCustomerEndpoint,
  updateCustomerEndpoint,
} from "@/features/customers/contract";
import type {
  createCustomerSchema,
  ListCustomersQuery,
  splitCustomerSchema,
  updateCustomerSchema,
} from "@/features/customers/schema";
import { callEndpoint } from "@/lib/api-client";

const customerKeys = {
  all: ["customers"] as const,
  list: (query: ListCustomersQuery) => [...customerKeys.all, "list", query] as const,
  detail: (id: string) => [...customerKeys.all, "detail", id] as const,
  events: (id: string, limit: number) => [...customerKeys.detail(id), "events", limit] as const,
};

export function customersQuery(query: ListCustomersQuery) {
  return queryOptions({
    queryKey: customerKeys.list(query),
    queryFn: ({ signal }) => callEndpoint(listCustomersEndpoint, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function customerQuery(id: string) {
  return queryOptions({
    queryKey: customerKeys.detail(id),
    queryFn: ({ signal }) => callEndpoint(getCustomerEndpoint, { params: { id }, signal }),
  });
}

export function customerEventsQuery(id: string, limit: number) {
  return queryOptions({
    queryKey: customerKeys.events(id, limit),
    queryFn: ({ signal }) =>
      callEndpoint(listCustomerEventsEndpoint, { params: { id }, query: { limit }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useCreateCustomer() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof createCustomerSchema>) =>
      callEndpoint(createCustomerEndpoint, { body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: customerKeys.all }),
  });
}

export function useUpdateCustomer(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof updateCustomerSchema>) =>
      callEndpoint(updateCustomerEndpoint, { params: { id }, body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: customerKeys.all }),
  });
}

/** Tickets and chats change hands, so whatever shows them is fetched anew. */
export function useMergeCustomer() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, intoId }: { id: string; intoId: string }) =>
      callEndpoint(mergeCustomerEndpoint, { params: { id }, body: { intoId } }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}

export function useSplitCustomer(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof splitCustomerSchema>) =>
      callEndpoint(splitCustomerEndpoint, { params: { id }, body }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}

export function useDismissDuplicate(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (customerId: string) =>
      callEndpoint(dismissDuplicateEndpoint, { params: { id }, body: { customerId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: customerKeys.all }),
  });
}

export function useEraseCustomer() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(eraseCustomerEndpoint, { params: { id } }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}

/** Leaves the customer's own query alone: fetching that again would only find nothing. */
export function useDeleteCustomer() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(deleteCustomerEndpoint, { params: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...customerKeys.all, "list"] }),
  });
}
