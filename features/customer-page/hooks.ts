import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { listChatsEndpoint } from "@/features/chats/contract";
import { listTicketsEndpoint } from "@/features/tickets/contract";
import { callEndpoint } from "@/lib/api-client";

export function customerTicketsQuery(customerId: string, limit: number) {
  return queryOptions({
    queryKey: ["tickets", "of-customer", customerId, limit],
    queryFn: ({ signal }) => callEndpoint(listTicketsEndpoint, { query: { customerId, limit }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function customerChatsQuery(customerId: string, limit: number) {
  return queryOptions({
    queryKey: ["chats", "of-customer", customerId, limit],
    queryFn: ({ signal }) => callEndpoint(listChatsEndpoint, { query: { customerId, limit }, signal }),
    placeholderData: keepPreviousData,
  });
}
