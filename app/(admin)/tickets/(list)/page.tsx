import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { NewTicketLink } from "@/features/tickets/components/new-ticket-link";
import { TicketList } from "@/features/tickets/components/ticket-list";
import { ticketsQuery, toListQuery } from "@/features/tickets/hooks";
import { listTickets } from "@/features/tickets/queries";
import { loadTicketSearch, toTicketFilters } from "@/features/tickets/search-params";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Tickets" };

export default async function TicketsPage({ searchParams }: PageProps<"/tickets">) {
  const ctx = await requireContext();
  const isAllowed = ctx.permissions.has("tickets:read");
  const filters = toTicketFilters(await loadTicketSearch(searchParams));
  const query = toListQuery(filters, Date.now());
  const queryClient = createQueryClient();
  if (isAllowed) {
    await queryClient.prefetchQuery({ ...ticketsQuery(filters), queryFn: () => listTickets(ctx, query) });
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title="Tickets" actions={isAllowed && <NewTicketLink />} />
      {isAllowed ? <TicketList /> : <MissingPermission scope="tickets:read" action="see tickets" />}
    </HydrationBoundary>
  );
}
