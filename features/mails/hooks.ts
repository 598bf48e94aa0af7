import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { getMailEndpoint, listMailsEndpoint, resendMailEndpoint } from "@/features/mails/contract";
import type { ListMailsQuery } from "@/features/mails/schema";
import { callEndpoint } from "@/lib/api-client";
import { SECOND_MS } from "@/lib/time";

const REFRESH_MS = 10 * SECOND_MS;

const mailKeys = {
  all: ["mails"] as const,
  list: (query: ListMailsQuery) => [...mailKeys.all, "list", query] as const,
  detail: (id: string) => [...mailKeys.all, "detail", id] as const,
};

export function mailsQuery(query: ListMailsQuery) {
  return queryOptions({
    queryKey: mailKeys.list(query),
    queryFn: ({ signal }) => callEndpoint(listMailsEndpoint, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

export function mailQuery(id: string) {
  return queryOptions({
    queryKey: mailKeys.detail(id),
    queryFn: ({ signal }) => callEndpoint(getMailEndpoint, { params: { id }, signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useResendMail() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(resendMailEndpoint, { params: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: mailKeys.all }),
  });
}
