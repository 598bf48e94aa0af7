import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { CreateIncomingLink } from "@/features/incoming-webhooks/components/create-incoming-link";
import { IncomingTable } from "@/features/incoming-webhooks/components/incoming-table";
import { incomingWebhooksQuery } from "@/features/incoming-webhooks/hooks";
import { listIncomingWebhooks } from "@/features/incoming-webhooks/queries";
import { loadIncomingSearch, toListQuery } from "@/features/incoming-webhooks/search-params";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Incoming webhooks · API" };

export default async function IncomingWebhooksPage({
  searchParams,
}: PageProps<"/settings/api/incoming-webhooks">) {
  const ctx = await requireContext();
  const isAllowed = ctx.permissions.has("incoming_webhooks:read");
  const query = toListQuery(await loadIncomingSearch(searchParams));
  const queryClient = createQueryClient();
  if (isAllowed) {
    await queryClient.prefetchQuery({
      ...incomingWebhooksQuery(query),
      queryFn: () => listIncomingWebhooks(ctx, query),
    });
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title="Incoming webhooks"
        description="Where outside tools send: each request is checked by its signature, kept, and made into a ticket."
        actions={isAllowed && <CreateIncomingLink />}
      />
      {isAllowed ? (
        <IncomingTable />
      ) : (
        <MissingPermission scope="incoming_webhooks:read" action="see incoming webhooks" />
      )}
    </HydrationBoundary>
  );
}
