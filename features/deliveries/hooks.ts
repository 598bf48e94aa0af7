import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { type RangePreset, type RangeValue, rangeBounds } from "@/components/range";
import type { ListAttemptsQuery } from "@/features/deliveries/attempt-schema";
import type { ResendDeliveries } from "@/features/deliveries/bulk-schema";
import {
  cancelDeliveryEndpoint,
  getDeliveryEndpoint,
  listDeliveriesEndpoint,
  resendDeliveriesEndpoint,
  resendDeliveryEndpoint,
} from "@/features/deliveries/contract";
import { firstPagePollDelayMs, pollDelayMs } from "@/features/deliveries/polling";
import type { Delivery, DeliveryDetail, ListDeliveriesQuery } from "@/features/deliveries/schema";
import { callEndpoint, endpointUrl } from "@/lib/api-client";
import { PAGE_LIMIT } from "@/lib/page-limit";
import type { Page } from "@/lib/pagination";
import { isUuid } from "@/lib/uuid";

/** Longer than most logs are read back, so that a quiet subscription does not look empty. */
export const DEFAULT_DELIVERY_RANGE: RangePreset = "30d";

/** What the log shows. A preset range moves with the clock, so it becomes dates only when the question is asked. */
export interface DeliveryFilters
  extends Pick<
    ListDeliveriesQuery,
    "status" | "eventType" | "statusCode" | "subscriptionId" | "q" | "cursor"
  > {
  range: RangeValue;
}

export interface AttemptFilters extends Pick<ListAttemptsQuery, "result" | "cursor"> {
  subscriptionId: string;
}

export const deliveryKeys = {
  all: ["deliveries"] as const,
  lists: () => [...deliveryKeys.all, "list"] as const,
  list: (filters: DeliveryFilters) => [...deliveryKeys.lists(), filters] as const,
  attempts: (filters: AttemptFilters) => [...deliveryKeys.lists(), "attempts", filters] as const,
  details: () => [...deliveryKeys.all, "detail"] as const,
  detail: (id: string) => [...deliveryKeys.details(), id] as const,
};

export function deliveriesQuery(filters: DeliveryFilters) {
  const delay = filters.cursor === undefined ? firstPagePollDelayMs : pollDelayMs;
  return queryOptions({
    queryKey: deliveryKeys.list(filters),
    queryFn: ({ signal }) =>
      callEndpoint(listDeliveriesEndpoint, { query: toListQuery(filters, Date.now()), signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => delay(state.data?.data ?? [], Date.now()),
  });
}

/** Where the server tells of them as they come, whatever the range. */
export function liveDeliveriesUrl({ range: _, cursor: __, ...filters }: DeliveryFilters): string {
  return endpointUrl("/api/live/deliveries", {}, filters);
}

export function deliveryQuery(id: string) {
  return queryOptions({
    queryKey: deliveryKeys.detail(id),
    queryFn: ({ signal }) => callEndpoint(getDeliveryEndpoint, { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data ? pollDelayMs([state.data], Date.now()) : false),
  });
}

/** The API's query for these filters; an id is searched for in all time unless a range was chosen. */
export function toListQuery({ range, ...filters }: DeliveryFilters, now: number): ListDeliveriesQuery {
  const isAnyTime = isUuid(filters.q) && "preset" in range && range.preset === DEFAULT_DELIVERY_RANGE;
  return { ...filters, ...(isAnyTime ? {} : rangeBounds(range, now)), limit: PAGE_LIMIT };
}

export function useResendDelivery() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(resendDeliveryEndpoint, { params: { id } }),
    onSuccess: (delivery) => showDelivery(queryClient, delivery),
  });
}

/** Several at once; the answer names those that stay as they are. */
export function useResendDeliveries() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ResendDeliveries) => callEndpoint(resendDeliveriesEndpoint, { body }),
    onSuccess: ({ resent }) => {
      for (const delivery of resent) showDelivery(queryClient, delivery);
    },
  });
}

export function useCancelDelivery() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callEndpoint(cancelDeliveryEndpoint, { params: { id } }),
    onSuccess: (delivery) => showDelivery(queryClient, delivery),
  });
}

/** Puts the answer where it is shown, which also starts the polling, then asks for what the answer does not hold. */
function showDelivery(queryClient: QueryClient, delivery: Delivery): void {
  queryClient.setQueriesData<Page<Delivery>>(
    { queryKey: deliveryKeys.lists() },
    (page) => page && { ...page, data: page.data.map((row) => (row.id === delivery.id ? delivery : row)) },
  );
  queryClient.setQueryData<DeliveryDetail>(
    deliveryKeys.detail(delivery.id),
    (detail) => detail && { ...detail, ...delivery },
  );
  void queryClient.invalidateQueries({ queryKey: deliveryKeys.all });
}
