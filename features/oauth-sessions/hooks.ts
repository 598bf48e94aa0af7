import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { oauthClientKeys } from "@/features/oauth-clients/hooks";
import {
  listOAuthSessionsEndpoint,
  revokeClientSessionsEndpoint,
  revokeCustomerSessionsEndpoint,
  revokeOAuthSessionEndpoint,
} from "@/features/oauth-sessions/contract";
import type { ListOAuthSessionsQuery } from "@/features/oauth-sessions/schema";
import { callEndpoint } from "@/lib/api-client";
import { SECOND_MS } from "@/lib/time";

/** Customers connect and apps call at any time. */
const REFRESH_MS = 15 * SECOND_MS;

const oauthSessionKeys = {
  all: ["oauth-sessions"] as const,
  list: (query: ListOAuthSessionsQuery) => [...oauthSessionKeys.all, "list", query] as const,
};

export function oauthSessionsQuery(query: ListOAuthSessionsQuery) {
  return queryOptions({
    queryKey: oauthSessionKeys.list(query),
    queryFn: ({ signal }) => callEndpoint(listOAuthSessionsEndpoint, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

/** All that one customer has, as far as a page of the API goes. */
export function sessionsOfCustomer(customerId: string): ListOAuthSessionsQuery {
  return { customerId, limit: 100 };
}

export function useRevokeOAuthSessions() {
  const refresh = useRefreshSessions();
  return useMutation({
    mutationFn: (ids: string[]) =>
      Promise.all(ids.map((id) => callEndpoint(revokeOAuthSessionEndpoint, { params: { id } }))),
    // Of several some may have ended before one failed.
    onSettled: refresh,
  });
}

export function useRevokeClientSessions() {
  const refresh = useRefreshSessions();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(revokeClientSessionsEndpoint, { params: { id } }),
    onSuccess: refresh,
  });
}

export function useRevokeCustomerSessions() {
  const refresh = useRefreshSessions();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(revokeCustomerSessionsEndpoint, { params: { id } }),
    onSuccess: refresh,
  });
}

/** Apps count their sessions. */
function useRefreshSessions() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: oauthSessionKeys.all }),
      queryClient.invalidateQueries({ queryKey: oauthClientKeys.all }),
    ]);
}
