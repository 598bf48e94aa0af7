import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import {
  createEchoReceiverEndpoint,
  deleteEchoReceiverEndpoint,
  getEchoReceiverEndpoint,
  getEchoRequestEndpoint,
  listEchoReceiversEndpoint,
  listEchoRequestsEndpoint,
  updateEchoReceiverEndpoint,
} from "@/features/echo/contract";
import type {
  EchoReceiver,
  ListEchoReceiversQuery,
  ListEchoRequestsQuery,
  updateEchoReceiverSchema,
} from "@/features/echo/schema";
import { callEndpoint } from "@/lib/api-client";
import { SECOND_MS } from "@/lib/time";

/** Whoever looks has just sent something. */
const REFRESH_MS = 2 * SECOND_MS;

export const NO_WRITE_REASON =
  "Your role can read echo receivers only. An admin can grant subscriptions:write.";

const echoKeys = {
  all: ["echo"] as const,
  list: (query: ListEchoReceiversQuery) => [...echoKeys.all, "list", query] as const,
  detail: (id: string) => [...echoKeys.all, "detail", id] as const,
  requests: (id: string, query: ListEchoRequestsQuery) => [...echoKeys.all, "requests", id, query] as const,
  request: (id: string, requestId: string) => [...echoKeys.all, "request", id, requestId] as const,
};

export function echoReceiversQuery(query: ListEchoReceiversQuery) {
  return queryOptions({
    queryKey: echoKeys.list(query),
    queryFn: ({ signal }) => callEndpoint(listEchoReceiversEndpoint, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

export function echoReceiverQuery(id: string) {
  return queryOptions({
    queryKey: echoKeys.detail(id),
    queryFn: ({ signal }) => callEndpoint(getEchoReceiverEndpoint, { params: { id }, signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function echoRequestsQuery(id: string, query: ListEchoRequestsQuery) {
  return queryOptions({
    queryKey: echoKeys.requests(id, query),
    queryFn: ({ signal }) => callEndpoint(listEchoRequestsEndpoint, { params: { id }, query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

export function echoRequestQuery(id: string, requestId: string) {
  return queryOptions({
    queryKey: echoKeys.request(id, requestId),
    queryFn: ({ signal }) => callEndpoint(getEchoRequestEndpoint, { params: { id, requestId }, signal }),
  });
}

export function useCreateEchoReceiver() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => callEndpoint(createEchoReceiverEndpoint, { body: {} }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: echoKeys.all }),
  });
}

/** The newest there is, or a new one: for whoever needs a target and has none. */
export async function anyEchoReceiver(): Promise<EchoReceiver> {
  const { data } = await callEndpoint(listEchoReceiversEndpoint, { query: { limit: 1 } });
  return data[0] ?? callEndpoint(createEchoReceiverEndpoint, { body: {} });
}

export function useAnyEchoReceiver() {
  return useMutation({ mutationFn: anyEchoReceiver });
}

export function useUpdateEchoReceiver(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof updateEchoReceiverSchema>) =>
      callEndpoint(updateEchoReceiverEndpoint, { params: { id }, body }),
    onSuccess: (receiver) => {
      queryClient.setQueryData(echoKeys.detail(id), receiver);
      return queryClient.invalidateQueries({ queryKey: echoKeys.all });
    },
  });
}

/** Leaves the deleted one's own queries alone: refetching them would only find nothing. */
export function useDeleteEchoReceiver() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(deleteEchoReceiverEndpoint, { params: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...echoKeys.all, "list"] }),
  });
}
