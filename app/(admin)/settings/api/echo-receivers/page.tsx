import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { CreateReceiverButton } from "@/features/echo/components/create-receiver-button";
import { ReceiverTable } from "@/features/echo/components/receiver-table";
import { echoReceiversQuery } from "@/features/echo/hooks";
import { listEchoReceivers } from "@/features/echo/queries";
import { loadReceiverSearch, toReceiverQuery } from "@/features/echo/search-params";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Echo receivers · API" };

export default async function EchoReceiversPage({ searchParams }: PageProps<"/settings/api/echo-receivers">) {
  const ctx = await requireContext();
  if (!ctx.permissions.has("subscriptions:read")) {
    return (
      <>
        <PageHeader title="Echo receivers" />
        <MissingPermission scope="subscriptions:read" action="see echo receivers" />
      </>
    );
  }
  const query = toReceiverQuery(await loadReceiverSearch(searchParams));
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery({
    ...echoReceiversQuery(query),
    queryFn: () => listEchoReceivers(ctx, query),
  });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title="Echo receivers"
        description="Targets for event subscriptions that need no server: they show what they got, check its signatures, and fail when told to."
        actions={<CreateReceiverButton />}
      />
      <ReceiverTable />
    </HydrationBoundary>
  );
}
