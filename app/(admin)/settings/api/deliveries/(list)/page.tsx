import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { deliveriesQuery, deliveryQuery, toListQuery } from "@/features/deliveries/hooks";
import { getDelivery, listDeliveries } from "@/features/deliveries/queries";
import { DeliveryLog } from "@/features/delivery-log/components/delivery-log";
import { loadDeliverySearch, toDeliveryFilters } from "@/features/delivery-log/search-params";
import { prefetchCustomTypes } from "@/features/event-types/prefetch";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Deliveries · API" };

export default async function DeliveriesPage({ searchParams }: PageProps<"/settings/api/deliveries">) {
  const ctx = await requireContext();
  const isAllowed = ctx.permissions.has("deliveries:read");
  const search = await loadDeliverySearch(searchParams);
  const filters = toDeliveryFilters(search);
  const query = toListQuery(filters, Date.now());
  const openId = search.delivery;
  const queryClient = createQueryClient();
  if (isAllowed) {
    await Promise.all([
      queryClient.prefetchQuery({ ...deliveriesQuery(filters), queryFn: () => listDeliveries(ctx, query) }),
      prefetchCustomTypes(ctx, queryClient),
      openId !== null &&
        queryClient.prefetchQuery({ ...deliveryQuery(openId), queryFn: () => getDelivery(ctx, openId) }),
    ]);
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title="Deliveries"
        description="What was sent to every event subscription, attempt by attempt."
      />
      {isAllowed ? <DeliveryLog /> : <MissingPermission scope="deliveries:read" action="see deliveries" />}
    </HydrationBoundary>
  );
}
