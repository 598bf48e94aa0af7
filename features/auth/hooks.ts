import { queryOptions, useQuery } from "@tanstack/react-query";
import { getMeEndpoint } from "@/features/auth/contract";
import type { Me } from "@/features/auth/schema";
import { callEndpoint } from "@/lib/api-client";
import type { Scope } from "@/lib/scopes";
import { MINUTE_MS } from "@/lib/time";

const meKeys = { all: ["me"] as const };

/** Who is signed in; the signed-in layout puts the answer there before anything reads it. */
export function meQuery() {
  return queryOptions({
    queryKey: meKeys.all,
    queryFn: ({ signal }) => callEndpoint(getMeEndpoint, { signal }),
    staleTime: MINUTE_MS,
  });
}

export function useMe(): Me | undefined {
  return useQuery(meQuery()).data;
}

/** Whether the signed-in user may do it. For showing only: the server decides again. */
export function useCan(scope: Scope): boolean {
  return useMe()?.permissions.includes(scope) ?? false;
}
