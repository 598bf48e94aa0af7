import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type AttemptFilters, deliveryKeys } from "@/features/deliveries/hooks";
import { FIRST_PAGE_MS } from "@/features/deliveries/polling";
import { listSubscriptionAttemptsEndpoint } from "@/features/subscriptions/contract";
import { callEndpoint } from "@/lib/api-client";
import { PAGE_LIMIT } from "@/lib/page-limit";

export function attemptsQuery({ subscriptionId, ...filters }: AttemptFilters) {
  return queryOptions({
    queryKey: deliveryKeys.attempts({ subscriptionId, ...filters }),
    queryFn: ({ signal }) =>
      callEndpoint(listSubscriptionAttemptsEndpoint, {
        params: { id: subscriptionId },
        query: { ...filters, limit: PAGE_LIMIT },
        signal,
      }),
    placeholderData: keepPreviousData,
    // What happened stays as it is; only the newest page grows.
    refetchInterval: filters.cursor === undefined ? FIRST_PAGE_MS : false,
  });
}
