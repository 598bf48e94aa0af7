import { PageHeader } from "@/components/page-header";
import { TicketListSkeleton } from "@/features/tickets/components/ticket-list-skeleton";

export default function Loading() {
  return (
    <>
      <PageHeader title="Tickets" />
      <TicketListSkeleton />
    </>
  );
}
