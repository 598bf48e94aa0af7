import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { prefetchCustomTypes } from "@/features/event-types/prefetch";
import { CreateSubscriptionLink } from "@/features/subscriptions/components/create-subscription-link";
import { SubscriptionTable } from "@/features/subscriptions/components/subscription-table";
import { subscriptionsQuery } from "@/features/subscriptions/hooks";
import { listSubscriptions } from "@/features/subscriptions/queries";
import { loadSubscriptionSearch, toListQuery } from "@/features/subscriptions/search-params";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Event subscriptions · API" };

export default async function EventSubscriptionsPage({
  searchParams,
}: PageProps<"/settings/api/event-subscriptions">) {
  const ctx = await requireContext();
  const isAllowed = ctx.permissions.has("subscriptions:read");
  const query = toListQuery(await loadSubscriptionSearch(searchParams));
  const queryClient = createQueryClient();
  if (isAllowed) {
    await Promise.all([
      queryClient.prefetchQuery({
        ...subscriptionsQuery(query),
        queryFn: () => listSubscriptions(ctx, query),
      }),
      prefetchCustomTypes(ctx, queryClient),
    ]);
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title="Event subscriptions"
        description="Where events are sent: signed, retried, and logged attempt by attempt."
        actions={isAllowed && <CreateSubscriptionLink />}
      />
      {isAllowed ? (
        <SubscriptionTable />
      ) : (
        <MissingPermission scope="subscriptions:read" action="see event subscriptions" />
      )}
    </HydrationBoundary>
  );
}
