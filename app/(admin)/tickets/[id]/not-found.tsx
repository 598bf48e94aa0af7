import Link from "next/link";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { ticketsHref } from "@/features/tickets/links";

export default function TicketNotFound() {
  return (
    <>
      <PageHeader title="No such ticket" />
      <EmptyState
        title="This address leads to no ticket"
        description="The link is wrong, or the ticket was deleted. The audit log tells who deleted it and when."
        actions={
          <Button asChild variant="primary">
            <Link href={ticketsHref()}>Open tickets</Link>
          </Button>
        }
      />
    </>
  );
}
