import Link from "next/link";
import { Button } from "@/components/ui/button";
import { MissingObject } from "@/features/audit-log/missing-object";
import { ticketsHref } from "@/features/tickets/links";

export default function TicketNotFound() {
  return (
    <MissingObject
      noun="ticket"
      remains="Its events and its entries in the audit log are still there."
      actions={
        <Button asChild variant="primary">
          <Link href={ticketsHref()}>Open tickets</Link>
        </Button>
      }
    />
  );
}
