import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { requireContext } from "@/features/auth/context";
import { AddEventTypeLink } from "@/features/event-catalog-page/components/add-event-type-link";
import { EventCatalog } from "@/features/event-catalog-page/components/event-catalog";
import { loadCatalogSearch } from "@/features/event-catalog-page/search-params";
import { customEventTypesQuery, eventTypeQuery } from "@/features/event-types/hooks";
import { getEventType, listEventTypes } from "@/features/event-types/queries";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Event catalog · API" };

export default async function EventCatalogPage({ searchParams }: PageProps<"/settings/api/events">) {
  const ctx = await requireContext();
  const { event } = await loadCatalogSearch(searchParams);
  const queryClient = createQueryClient();
  await Promise.all([
    queryClient.prefetchQuery({
      ...customEventTypesQuery(),
      queryFn: async () => ({ data: await listEventTypes(ctx, { isCustom: "true" }), nextCursor: null }),
    }),
    event && queryClient.prefetchQuery({ ...eventTypeQuery(event), queryFn: () => getEventType(ctx, event) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title="Event catalog"
        description="Every event that a subscription can get: when it is sent, and what it contains."
        actions={<AddEventTypeLink />}
      />
      <EventCatalog />
    </HydrationBoundary>
  );
}
