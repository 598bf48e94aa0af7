"use client";

import { EllipsisVertical, Merge, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { onDemand } from "@/components/ui/on-demand";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { deleteTicketEndpoint } from "@/features/tickets/contract";
import { useDeleteTicket } from "@/features/tickets/hooks";
import { ticketsHref } from "@/features/tickets/links";
import type { Ticket } from "@/features/tickets/schema";

const mergers = onDemand(() => import("./merge-ticket-dialog"));

/** What is rarely done with a ticket and can't be undone. */
export function TicketMenu({ ticket }: { ticket: Ticket }) {
  const router = useRouter();
  const [asking, setAsking] = useState<"merge" | "delete" | null>(null);
  const { mutateAsync } = useDeleteTicket();
  useConfirmation(deleteTicketEndpoint, asking === "delete");
  const close = () => setAsking(null);
  const merger = mergers.useParts(asking === "merge");
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="icon" aria-label={`More actions for ticket #${ticket.number}`}>
            <EllipsisVertical aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuItem onSelect={() => setAsking("merge")}>
            <Merge aria-hidden />
            Merge into another ticket
          </DropdownMenuItem>
          <DropdownMenuItem tone="danger" onSelect={() => setAsking("delete")}>
            <Trash2 aria-hidden />
            Delete ticket
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {merger && <merger.MergeTicketDialog ticket={ticket} isOpen={asking === "merge"} onClose={close} />}
      <ConfirmDialog
        isOpen={asking === "delete"}
        onOpenChange={(isOpen) => !isOpen && close()}
        title={`Delete ticket #${ticket.number}?`}
        description="The conversation goes with it. Events that were sent and the audit log keep what they recorded. This can't be undone."
        confirmLabel="Delete ticket"
        onConfirm={async () => {
          await mutateAsync(ticket.id);
          toast.success(`Ticket #${ticket.number} deleted`);
          router.push(ticketsHref());
        }}
      />
    </>
  );
}
