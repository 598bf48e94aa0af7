import type { QueryClient } from "@tanstack/react-query";
import type { SearchParams } from "nuqs/server";
import { listSubscriptionAttempts } from "@/features/deliveries/attempt-log";
import { deliveriesQuery, deliveryQuery, toListQuery } from "@/features/deliveries/hooks";
import { getDelivery, listDeliveries } from "@/features/deliveries/queries";
import { attemptsQuery } from "@/features/delivery-log/hooks";
import {
  loadAttemptSearch,
  loadDeliverySearch,
  toAttemptFilters,
  toDeliveryFilters,
} from "@/features/delivery-log/search-params";
import { subscriptionStatsQuery } from "@/features/subscriptions/hooks";
import type { SubscriptionTab } from "@/features/subscriptions/links";
import { getSubscriptionStats } from "@/features/subscriptions/stats-queries";
import type { Context } from "@/lib/context";
import { PAGE_LIMIT } from "@/lib/page-limit";

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
  if (tab === "attempts") await prefetchAttempts(request);
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
  await Promise.all([
    queryClient.prefetchQuery({
      ...deliveriesQuery(filters),
      queryFn: () => listDeliveries(ctx, toListQuery(filters, Date.now())),
    }),
    prefetchOpen({ ctx, queryClient, openId: search.delivery }),
  ]);
}

async function prefetchAttempts({ ctx, id, queryClient, searchParams }: TabRequest): Promise<void> {
  const search = await loadAttemptSearch(searchParams);
  const filters = toAttemptFilters(search, id);
  const { subscriptionId: _, ...query } = filters;
  await Promise.all([
    queryClient.prefetchQuery({
      ...attemptsQuery(filters),
      queryFn: () => listSubscriptionAttempts(ctx, id, { ...query, limit: PAGE_LIMIT }),
    }),
    prefetchOpen({ ctx, queryClient, openId: search.delivery }),
  ]);
}

async function prefetchOpen({
  ctx,
  queryClient,
  openId,
}: Pick<TabRequest, "ctx" | "queryClient"> & { openId: string | null }): Promise<void> {
  if (openId === null) return;
  await queryClient.prefetchQuery({ ...deliveryQuery(openId), queryFn: () => getDelivery(ctx, openId) });
}
