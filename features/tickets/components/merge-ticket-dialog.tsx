"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ticketsQuery, useMergeTicket } from "@/features/tickets/hooks";
import { ticketHref } from "@/features/tickets/links";
import type { Ticket } from "@/features/tickets/schema";

interface MergeTicketDialogProps {
  ticket: Ticket;
  isOpen: boolean;
  onClose(): void;
}

export function MergeTicketDialog({ ticket, isOpen, onClose }: MergeTicketDialogProps) {
  const router = useRouter();
  const [text, setText] = useState("");
  const { mutateAsync } = useMergeTicket(ticket.id);
  const number = /^#?([1-9]\d{0,8})$/.exec(text.trim())?.[1];
  const { data, isFetching } = useQuery({
    ...ticketsQuery({ tab: "all", sort: "-updated", range: null, q: `#${number}` }),
    enabled: isOpen && number !== undefined,
    placeholderData: undefined,
    refetchInterval: false,
  });
  const target = data?.data.find((one) => String(one.number) === number);

  async function merge() {
    if (!target) throw new Error("Give the number of the ticket that stays.");
    await mutateAsync(target.id);
    toast.success(`Ticket #${ticket.number} merged into #${target.number}`);
    router.push(ticketHref(target.id));
  }

  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={(next) => !next && onClose()}
      title={`Merge ticket #${ticket.number} into another?`}
      description={`Its conversation moves over and #${ticket.number} is closed for good; its links lead on to the other ticket, which keeps its own customer. This can't be undone.`}
      confirmLabel="Merge ticket"
      onConfirm={merge}
    >
      <Field label="Number of the ticket that stays">
        <Input
          value={text}
          inputMode="numeric"
          autoComplete="off"
          placeholder="#12"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <p role="status" className="min-h-5 text-sm wrap-anywhere">
        {target && (
          <>
            <span className="font-medium">
              #{target.number} {target.subject}
            </span>{" "}
            {target.customer && (
              <span className="text-muted-foreground">
                of {target.customer.name ?? target.customer.email}
              </span>
            )}
          </>
        )}
        {number && !target && !isFetching && "There is no ticket with this number."}
      </p>
    </ConfirmDialog>
  );
}
