import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import {
  createOAuthClientEndpoint,
  deleteOAuthClientEndpoint,
  endClientOverlapEndpoint,
  extendClientOverlapEndpoint,
  getOAuthClientEndpoint,
  listOAuthClientsEndpoint,
  rotateClientSecretEndpoint,
  updateOAuthClientEndpoint,
} from "@/features/oauth-clients/contract";
import type {
  createOAuthClientSchema,
  ListOAuthClientsQuery,
  OAuthClient,
  updateOAuthClientSchema,
} from "@/features/oauth-clients/schema";
import { callEndpoint } from "@/lib/api-client";
import { SECOND_MS } from "@/lib/time";

/** Customers connect at any time. */
const REFRESH_MS = 30 * SECOND_MS;

export const NO_WRITE_REASON = "Your role can read apps only. An admin can grant oauth_clients:write.";

export const oauthClientKeys = {
  all: ["oauth-clients"] as const,
  lists: () => [...oauthClientKeys.all, "list"] as const,
  list: (query: ListOAuthClientsQuery) => [...oauthClientKeys.lists(), query] as const,
  detail: (id: string) => [...oauthClientKeys.all, "detail", id] as const,
};

export function oauthClientsQuery(query: ListOAuthClientsQuery) {
  return queryOptions({
    queryKey: oauthClientKeys.list(query),
    queryFn: ({ signal }) => callEndpoint(listOAuthClientsEndpoint, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

export function oauthClientQuery(id: string) {
  return queryOptions({
    queryKey: oauthClientKeys.detail(id),
    queryFn: ({ signal }) => callEndpoint(getOAuthClientEndpoint, { params: { id }, signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** The answer holds the secret: keep it in local state, and refresh once it was copied. */
export function useCreateOAuthClient() {
  return useMutation({
    mutationFn: (body: z.input<typeof createOAuthClientSchema>) =>
      callEndpoint(createOAuthClientEndpoint, { body }),
    gcTime: 0,
  });
}

export function useUpdateOAuthClient(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof updateOAuthClientSchema>) =>
      callEndpoint(updateOAuthClientEndpoint, { params: { id }, body }),
    onSuccess: (saved: OAuthClient) => {
      queryClient.setQueryData(oauthClientKeys.detail(id), saved);
      return queryClient.invalidateQueries({ queryKey: oauthClientKeys.lists() });
    },
  });
}

/** Whoever shows the app leaves for the list. */
export function useDeleteOAuthClient() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(deleteOAuthClientEndpoint, { params: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: oauthClientKeys.lists() }),
  });
}

export const CLIENT_ROTATION = {
  rotate: rotateClientSecretEndpoint,
  end: endClientOverlapEndpoint,
  extend: extendClientOverlapEndpoint,
  keys: oauthClientKeys,
};

export function useRefreshOAuthClients() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: oauthClientKeys.all });
}
