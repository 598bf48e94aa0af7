import type { QueryClient } from "@tanstack/react-query";
import type { SearchParams } from "nuqs/server";
import {
  loadDeliverySearch,
  toDeliveryFilters,
} from "@/features/deliveries/components/delivery-search-params";
import { deliveriesQuery, deliveryQuery, toListQuery } from "@/features/deliveries/hooks";
import { getDelivery, listDeliveries } from "@/features/deliveries/queries";
import type { SubscriptionTab } from "@/features/subscriptions/filters";
import { subscriptionStatsQuery } from "@/features/subscriptions/hooks";
import { getSubscriptionStats } from "@/features/subscriptions/queries";
import type { Context } from "@/lib/context";

interface TabRequest {
  ctx: Context;
  id: string;
  queryClient: QueryClient;
  searchParams: Promise<SearchParams>;
}

/** Loads what the open tab shows besides the subscription; what fails here is asked for again by the browser. */
export async function prefetchTab(tab: SubscriptionTab, request: TabRequest): Promise<void> {
  if (tab === "overview") await prefetchStats(request);
  if (tab === "deliveries") await prefetchDeliveries(request);
}

function prefetchStats({ ctx, id, queryClient }: TabRequest): Promise<void> {
  return queryClient.prefetchQuery({
    ...subscriptionStatsQuery(id),
    queryFn: () => getSubscriptionStats(ctx, id),
  });
}

async function prefetchDeliveries({ ctx, id, queryClient, searchParams }: TabRequest): Promise<void> {
  const search = await loadDeliverySearch(searchParams);
  const filters = toDeliveryFilters(search, id);
  const openId = search.delivery;
  await Promise.all([
    queryClient.prefetchQuery({
      ...deliveriesQuery(filters),
      queryFn: () => listDeliveries(ctx, toListQuery(filters, Date.now())),
    }),
    openId !== null &&
      queryClient.prefetchQuery({ ...deliveryQuery(openId), queryFn: () => getDelivery(ctx, openId) }),
  ]);
}
