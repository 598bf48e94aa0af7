"use client";

import { ChevronDown, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { TICKET_PRIORITIES, TICKET_STATUSES } from "@/db/enums";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan } from "@/features/auth/hooks";
import { deleteTicketEndpoint } from "@/features/tickets/contract";
import { useDeleteTicket, useTicketOptions } from "@/features/tickets/hooks";
import type { TicketSummary } from "@/features/tickets/schema";
import { TICKET_PRIORITY, TICKET_STATUS } from "@/features/tickets/ticket-status";
import { assigneeStep, priorityStep, statusStep, teamStep } from "./triage-steps";
import type { TriageStep } from "./use-ticket-triage";

interface TicketBulkActionsProps {
  tickets: TicketSummary[];
  onStep(step: TriageStep): void;
  onDeleted(ids: Set<string>): void;
}

/** What can be done with the selected rows. */
export function TicketBulkActions({ tickets, onStep, onDeleted }: TicketBulkActionsProps) {
  const { users, teams } = useTicketOptions();
  if (!useCan("tickets:write")) {
    return (
      <p className="text-sm text-muted-foreground">Your role can't change tickets. An admin can change it.</p>
    );
  }
  return (
    <>
      <Choice label="Status">
        {TICKET_STATUSES.map((status) => (
          <DropdownMenuItem key={status} onSelect={() => onStep(statusStep(status))}>
            {TICKET_STATUS[status].label}
          </DropdownMenuItem>
        ))}
      </Choice>
      <Choice label="Priority">
        {TICKET_PRIORITIES.map((priority) => (
          <DropdownMenuItem key={priority} onSelect={() => onStep(priorityStep(priority))}>
            {TICKET_PRIORITY[priority].label}
          </DropdownMenuItem>
        ))}
      </Choice>
      <Choice label="Assignee">
        {[null, ...users].map((user) => (
          <DropdownMenuItem key={user?.id ?? "none"} onSelect={() => onStep(assigneeStep(user))}>
            {user?.name ?? "Nobody"}
          </DropdownMenuItem>
        ))}
      </Choice>
      <Choice label="Team">
        {[null, ...teams].map((team) => (
          <DropdownMenuItem key={team?.id ?? "none"} onSelect={() => onStep(teamStep(team))}>
            {team?.name ?? "No team"}
          </DropdownMenuItem>
        ))}
      </Choice>
      <DeleteTickets tickets={tickets} onDeleted={onDeleted} />
    </>
  );
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm">
          {label}
          <ChevronDown aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">{children}</DropdownMenuContent>
    </DropdownMenu>
  );
}

function DeleteTickets({
  tickets,
  onDeleted,
}: {
  tickets: TicketSummary[];
  onDeleted(ids: Set<string>): void;
}) {
  const [isAsking, setIsAsking] = useState(false);
  const { mutateAsync } = useDeleteTicket();
  useConfirmation(deleteTicketEndpoint, isAsking);
  const noun = tickets.length === 1 ? "1 ticket" : `${tickets.length} tickets`;

  async function confirm() {
    const deleted = new Set<string>();
    try {
      for (const { id } of tickets) {
        await mutateAsync(id);
        deleted.add(id);
      }
      toast.success(`${noun} deleted`);
    } finally {
      onDeleted(deleted);
    }
  }

  return (
    <>
      <Button size="sm" variant="danger" onClick={() => setIsAsking(true)}>
        <Trash2 aria-hidden />
        Delete
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`Delete ${noun}?`}
        description="The conversations go with them. Events that were sent and the audit log keep what they recorded. This can't be undone."
        confirmLabel={`Delete ${noun}`}
        onConfirm={confirm}
      />
    </>
  );
}
