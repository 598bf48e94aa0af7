import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { UseEchoReceiver } from "@/features/echo/components/use-echo-receiver";
import { prefetchCustomTypes } from "@/features/event-types/prefetch";
import { CreateSubscriptionForm } from "@/features/subscriptions/components/create-subscription-form";
import { subscriptionsHref } from "@/features/subscriptions/links";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Create subscription · Event subscriptions" };

export default async function CreateSubscriptionPage() {
  const ctx = await requireContext();
  const queryClient = createQueryClient();
  await prefetchCustomTypes(ctx, queryClient);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title="Create subscription"
        breadcrumbs={[
          { label: "Event subscriptions", href: subscriptionsHref() },
          { label: "Create subscription" },
        ]}
      />
      {ctx.permissions.has("subscriptions:write") ? (
        <CreateSubscriptionForm targetHelp={<UseEchoReceiver />} />
      ) : (
        <MissingPermission scope="subscriptions:write" action="create event subscriptions" />
      )}
    </HydrationBoundary>
  );
}
