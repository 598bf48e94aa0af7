import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import {
  createTokenEndpoint,
  getTokenEndpoint,
  listTokensEndpoint,
  revokeTokenEndpoint,
} from "@/features/tokens/contract";
import type { createTokenSchema, ListTokensQuery } from "@/features/tokens/schema";
import { callEndpoint } from "@/lib/api-client";

const tokenKeys = {
  all: ["tokens"] as const,
  list: (query: ListTokensQuery) => [...tokenKeys.all, "list", query] as const,
  detail: (id: string) => [...tokenKeys.all, "detail", id] as const,
};

export function tokensQuery(query: ListTokensQuery) {
  return queryOptions({
    queryKey: tokenKeys.list(query),
    queryFn: ({ signal }) => callEndpoint(listTokensEndpoint, { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function tokenQuery(id: string) {
  return queryOptions({
    queryKey: tokenKeys.detail(id),
    queryFn: ({ signal }) => callEndpoint(getTokenEndpoint, { params: { id }, signal }),
  });
}

/** The answer holds the token itself: keep it in local state, it is not cached here. */
export function useCreateToken() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof createTokenSchema>) => callEndpoint(createTokenEndpoint, { body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: tokenKeys.all }),
    gcTime: 0,
  });
}

export function useRevokeToken() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(revokeTokenEndpoint, { params: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: tokenKeys.all }),
  });
}
