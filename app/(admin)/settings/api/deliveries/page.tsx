import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { PageHeader } from "@/components/page-header";
import { requireContext } from "@/features/auth/context";
import { DeliveryLog } from "@/features/deliveries/components/delivery-log";
import {
  loadDeliverySearch,
  toDeliveryFilters,
} from "@/features/deliveries/components/delivery-search-params";
import { deliveriesQuery, deliveryQuery, toListQuery } from "@/features/deliveries/hooks";
import { getDelivery, listDeliveries } from "@/features/deliveries/queries";

export const metadata: Metadata = { title: "Deliveries · API" };

export default async function DeliveriesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requireContext();
  const search = await loadDeliverySearch(searchParams);
  const filters = toDeliveryFilters(search);
  const queryClient = new QueryClient();
  const openId = search.delivery;
  await Promise.all([
    queryClient.prefetchQuery({
      ...deliveriesQuery(filters),
      queryFn: () => listDeliveries(ctx, toListQuery(filters, Date.now())),
    }),
    openId !== null &&
      queryClient.prefetchQuery({ ...deliveryQuery(openId), queryFn: () => getDelivery(ctx, openId) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title="Deliveries"
        description="What was sent to every event subscription, attempt by attempt."
      />
      <DeliveryLog />
    </HydrationBoundary>
  );
}
