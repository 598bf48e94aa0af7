import { TicketPageHeader } from "@/features/tickets/components/ticket-page-header";
import { TicketSkeleton } from "@/features/tickets/components/ticket-skeleton";

export default function Loading() {
  return (
    <>
      <TicketPageHeader title="Ticket" />
      <TicketSkeleton />
    </>
  );
}
