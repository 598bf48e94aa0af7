import type { TicketPriority, TicketStatus } from "@/db/enums";
import { TICKET_PRIORITY, TICKET_STATUS } from "@/features/tickets/ticket-status";
import type { TriageStep } from "./use-ticket-triage";

interface Named {
  id: number;
  name: string;
}

export function statusStep(status: TicketStatus): TriageStep {
  return {
    change: { status },
    shown: { status },
    said: `set to ${TICKET_STATUS[status].label.toLowerCase()}`,
  };
}

export function priorityStep(priority: TicketPriority): TriageStep {
  return {
    change: { priority },
    shown: { priority },
    said: `set to ${TICKET_PRIORITY[priority].label.toLowerCase()} priority`,
  };
}

export function assigneeStep(user: Named | null): TriageStep {
  return {
    change: { assigneeId: user?.id ?? null },
    shown: { assignee: user && { id: user.id, name: user.name } },
    said: user ? `assigned to ${user.name}` : "assigned to nobody",
  };
}

export function teamStep(team: Named | null): TriageStep {
  return {
    change: { teamId: team?.id ?? null },
    shown: { team: team && { id: team.id, name: team.name } },
    said: team ? `given to ${team.name}` : "taken from their team",
  };
}
