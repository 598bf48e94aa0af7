import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type * as z from "zod";
import { meQuery } from "@/features/auth/hooks";
import { createPasskey } from "@/features/factors/ask-browser";
import {
  addAuthenticatorAppEndpoint,
  addPasskeyEndpoint,
  getFactorPolicyEndpoint,
  getOwnFactorsEndpoint,
  remakeRecoveryCodesEndpoint,
  removeFactorEndpoint,
  renameFactorEndpoint,
  startAuthenticatorAppEndpoint,
  startPasskeyEndpoint,
  updateFactorPolicyEndpoint,
} from "@/features/factors/contract";
import type { addAuthenticatorAppSchema, UpdateFactorPolicy } from "@/features/factors/schema";
import { callEndpoint } from "@/lib/api-client";

export function ownFactorsQuery() {
  return queryOptions({
    queryKey: ["me", "factors"],
    queryFn: ({ signal }) => callEndpoint(getOwnFactorsEndpoint, { signal }),
  });
}

export function factorPolicyQuery() {
  return queryOptions({
    queryKey: ["organization", "second-factor"],
    queryFn: ({ signal }) => callEndpoint(getFactorPolicyEndpoint, { signal }),
  });
}

/** The secret is kept by whoever asked for it, and nowhere else. */
export function startAuthenticatorApp() {
  return callEndpoint(startAuthenticatorAppEndpoint);
}

/** The list follows once the recovery codes are kept: `refreshFactors`. */
export function addAuthenticatorApp(body: z.input<typeof addAuthenticatorAppSchema>) {
  return callEndpoint(addAuthenticatorAppEndpoint, { body });
}

export async function addPasskey(name: string) {
  const credential = await createPasskey(await callEndpoint(startPasskeyEndpoint));
  return callEndpoint(addPasskeyEndpoint, { body: { name, credential } });
}

export function remakeRecoveryCodes() {
  return callEndpoint(remakeRecoveryCodesEndpoint);
}

export function useRefreshFactors(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => refresh(queryClient);
}

export function useRenameFactor() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      callEndpoint(renameFactorEndpoint, { params: { id }, body: { name } }),
    onSuccess: () => refresh(queryClient),
  });
}

export function useRemoveFactor() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(removeFactorEndpoint, { params: { id } }),
    onSuccess: () => refresh(queryClient),
  });
}

export function useUpdateFactorPolicy() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateFactorPolicy) => callEndpoint(updateFactorPolicyEndpoint, { body }),
    onSuccess: (saved) => queryClient.setQueryData(factorPolicyQuery().queryKey, saved),
  });
}

/** Also the sessions, which may have ended, and what one confirms with: all of it is below `me`. */
function refresh(queryClient: QueryClient): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: meQuery().queryKey });
}
