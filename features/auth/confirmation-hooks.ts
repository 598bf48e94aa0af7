"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { meQuery } from "@/features/auth/hooks";
import { askToReauthenticate } from "@/lib/api-client";
import type { Endpoint } from "@/lib/endpoint";

/**
 * For a form that ends in a sensitive call: once it opens, whoever signed in too long ago confirms that it is them before they type anything.
 * Who declines can read on, and is asked again by the call itself.
 */
export function useConfirmation(endpoint: Endpoint, isOpen = true): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (isOpen) void confirmIdentity(queryClient, endpoint);
  }, [isOpen, queryClient, endpoint]);
}

/** For what is sent without a form, a download say: resolves to whether the call will pass, asking first if need be. */
export function useConfirmIdentity(): (endpoint: Endpoint) => Promise<boolean> {
  const queryClient = useQueryClient();
  return (endpoint) => confirmIdentity(queryClient, endpoint);
}

/** The server is asked each time: another tab may have confirmed meanwhile, and the browser's clock may be wrong. */
async function confirmIdentity(queryClient: QueryClient, { sensitivity }: Endpoint): Promise<boolean> {
  if (!sensitivity) return true;
  // What can't be looked up now the call itself will tell.
  const me = await queryClient.fetchQuery({ ...meQuery(), staleTime: 0 }).catch(() => undefined);
  return (me?.confirmedFor?.includes(sensitivity) ?? true) || askToReauthenticate();
}
