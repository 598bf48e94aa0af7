import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import {
  createTokenEndpoint,
  endTokenOverlapEndpoint,
  extendTokenOverlapEndpoint,
  getTokenEndpoint,
  getTokenUsageEndpoint,
  listTokensEndpoint,
  revealTokenEndpoint,
  revokeTokenEndpoint,
  rotateTokenEndpoint,
  updateTokenEndpoint,
} from "@/features/tokens/contract";
import type { createTokenSchema, ListTokensQuery, updateTokenSchema } from "@/features/tokens/schema";
import { USAGE_DAYS_DEFAULT } from "@/features/tokens/statuses";
import { callEndpoint } from "@/lib/api-client";
import { SECOND_MS } from "@/lib/time";

const tokenKeys = {
  all: ["tokens"] as const,
  list: (query: ListTokensQuery) => [...tokenKeys.all, "list", query] as const,
  detail: (id: string) => [...tokenKeys.all, "detail", id] as const,
  usage: (id: string) => [...tokenKeys.all, "usage", id] as const,
};

/** What nothing seems to need any more, to advise about; beyond the largest page the exact number no longer matters. */
export const UNUSED_QUERY: ListTokensQuery = { limit: 100, unused: "true" };

/** What waits for the viewer to ask for its secret. */
export const HANDED_OVER_QUERY: ListTokensQuery = { limit: 25, owner: "me", awaitsReveal: "true" };

/** "Last used" moves with every call. */
const REFRESH_MS = 10 * SECOND_MS;

export function tokensQuery(query: ListTokensQuery) {
  return queryOptions({
    queryKey: tokenKeys.list(query),
    queryFn: ({ signal }) => callEndpoint(listTokensEndpoint, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

export function tokenQuery(id: string) {
  return queryOptions({
    queryKey: tokenKeys.detail(id),
    queryFn: ({ signal }) => callEndpoint(getTokenEndpoint, { params: { id }, signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function tokenUsageQuery(id: string) {
  return queryOptions({
    queryKey: tokenKeys.usage(id),
    queryFn: ({ signal }) =>
      callEndpoint(getTokenUsageEndpoint, { params: { id }, query: { days: USAGE_DAYS_DEFAULT }, signal }),
  });
}

/** The answer holds the token itself: keep it in local state, it is not cached here. */
export function useCreateToken() {
  const refresh = useRefreshTokens();
  return useMutation({
    mutationFn: (body: z.input<typeof createTokenSchema>) => callEndpoint(createTokenEndpoint, { body }),
    onSuccess: refresh,
    gcTime: 0,
  });
}

export function useUpdateToken(id: string) {
  const refresh = useRefreshTokens();
  return useMutation({
    mutationFn: (body: z.input<typeof updateTokenSchema>) =>
      callEndpoint(updateTokenEndpoint, { params: { id }, body }),
    onSuccess: refresh,
  });
}

export const TOKEN_ROTATION = {
  rotate: rotateTokenEndpoint,
  end: endTokenOverlapEndpoint,
  extend: extendTokenOverlapEndpoint,
  keys: tokenKeys,
};

/** As with a rotation, the answer holds the token itself. */
export function useRevealToken() {
  return useMutation({
    mutationFn: (id: string) => callEndpoint(revealTokenEndpoint, { params: { id } }),
    gcTime: 0,
  });
}

export function useRevokeToken() {
  const refresh = useRefreshTokens();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(revokeTokenEndpoint, { params: { id } }),
    onSuccess: refresh,
  });
}

export function useRefreshTokens() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: tokenKeys.all });
}
