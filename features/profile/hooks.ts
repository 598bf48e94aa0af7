import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import { meQuery } from "@/features/auth/hooks";
import { getPasskey } from "@/features/factors/ask-browser";
import {
  changePasswordEndpoint,
  endOtherSessionsEndpoint,
  endSessionEndpoint,
  listSessionsEndpoint,
  reauthenticateSessionEndpoint,
  startReauthenticationEndpoint,
  updateProfileEndpoint,
} from "@/features/profile/contract";
import type {
  changePasswordSchema,
  reauthenticationSchema,
  updateProfileSchema,
} from "@/features/profile/schema";
import { callEndpoint } from "@/lib/api-client";
import { MINUTE_MS } from "@/lib/time";

export const MAX_SESSIONS = 100;
const sessionKeys = { all: ["me", "sessions"] as const };

/** Nobody has more open sessions than one page holds, or then the newest will do. */
export function sessionsQuery() {
  return queryOptions({
    queryKey: sessionKeys.all,
    queryFn: ({ signal }) => callEndpoint(listSessionsEndpoint, { query: { limit: MAX_SESSIONS }, signal }),
    refetchInterval: MINUTE_MS,
  });
}

export function useUpdateProfile() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof updateProfileSchema>) => callEndpoint(updateProfileEndpoint, { body }),
    onSuccess: (me) => queryClient.setQueryData(meQuery().queryKey, me),
  });
}

/** Keeps no password behind once it is done. */
export function useChangePassword() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof changePasswordSchema>) =>
      callEndpoint(changePasswordEndpoint, { body }),
    onSuccess: () => refreshSessions(queryClient),
    gcTime: 0,
  });
}

export function useReauthenticate() {
  return useMutation({
    mutationFn: (body: z.input<typeof reauthenticationSchema>) =>
      callEndpoint(reauthenticateSessionEndpoint, { body }),
    gcTime: 0,
  });
}

export async function askForOwnPasskey() {
  return getPasskey(await callEndpoint(startReauthenticationEndpoint));
}

export function useEndSession() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(endSessionEndpoint, { params: { id } }),
    onSuccess: () => refreshSessions(queryClient),
  });
}

export function useEndOtherSessions() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => callEndpoint(endOtherSessionsEndpoint),
    onSuccess: () => refreshSessions(queryClient),
  });
}

function refreshSessions(queryClient: QueryClient): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: sessionKeys.all });
}
