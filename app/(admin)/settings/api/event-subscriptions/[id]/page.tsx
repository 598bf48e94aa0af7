import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import * as z from "zod";
import { PageHeader } from "@/components/page-header";
import { UnsavedSettingsProvider } from "@/components/unsaved-settings";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { prefetchCustomTypes } from "@/features/event-types/prefetch";
import { SubscriptionHeader } from "@/features/subscriptions/components/subscription-header";
import { subscriptionKeys, subscriptionQuery } from "@/features/subscriptions/hooks";
import { getSubscription } from "@/features/subscriptions/queries";
import { loadSubscriptionTab } from "@/features/subscriptions/search-params";
import { withDirectionMarks } from "@/lib/direction-marks";
import { NotFoundError } from "@/lib/errors";
import { createQueryClient } from "@/lib/query-client";
import { prefetchTab } from "./prefetch-tab";
import { AttemptLog, DeliveryLog, SubscriptionOverview, SubscriptionSettings } from "./tabs";

/** Once per request, for the title and for the page. */
const load = cache(async (id: string) => getSubscription(await requireContext(), id));

export async function generateMetadata(
  props: PageProps<"/settings/api/event-subscriptions/[id]">,
): Promise<Metadata> {
  const { id } = await props.params;
  const name = z.uuid().safeParse(id).success
    ? await load(id).then(
        ({ name }) => name,
        () => null,
      )
    : null;
  return { title: `${withDirectionMarks(name ?? "Subscription")} · Event subscriptions` };
}

export default async function SubscriptionPage(props: PageProps<"/settings/api/event-subscriptions/[id]">) {
  const ctx = await requireContext();
  const { id } = await props.params;
  if (!z.uuid().safeParse(id).success) notFound();
  if (!ctx.permissions.has("subscriptions:read")) {
    return (
      <>
        <PageHeader title="Subscription" />
        <MissingPermission scope="subscriptions:read" action="see event subscriptions" />
      </>
    );
  }
  const { tab } = await loadSubscriptionTab(props.searchParams);
  const queryClient = createQueryClient();
  await Promise.all([
    queryClient.prefetchQuery({ ...subscriptionQuery(id), queryFn: () => load(id) }),
    prefetchCustomTypes(ctx, queryClient),
    prefetchTab(tab, { ctx, id, queryClient, searchParams: props.searchParams }),
  ]);
  if (queryClient.getQueryState(subscriptionKeys.detail(id))?.error instanceof NotFoundError) notFound();
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <UnsavedSettingsProvider>
        <SubscriptionHeader id={id} tab={tab} />
        {tab === "overview" && <SubscriptionOverview id={id} />}
        {tab === "deliveries" && <DeliveryLog subscriptionId={id} />}
        {tab === "attempts" && <AttemptLog subscriptionId={id} />}
        {tab === "settings" && <SubscriptionSettings id={id} />}
      </UnsavedSettingsProvider>
    </HydrationBoundary>
  );
}
