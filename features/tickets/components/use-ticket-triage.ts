"use client";

import { toast } from "sonner";
import { useBulkUpdateTickets } from "@/features/tickets/hooks";
import type { BulkUpdateTickets, TicketSummary } from "@/features/tickets/schema";

type Change = BulkUpdateTickets["change"];

/** What a change means for the rows on the screen, and in words. */
export interface TriageStep {
  change: Change;
  /** The same, as the rows show it. */
  shown: Partial<TicketSummary>;
  /** The end of "Ticket #41 …". */
  said: string;
}

/** Changes tickets alike, at once on the screen, with a way back. */
export function useTicketTriage(patch: (ids: ReadonlySet<string>, change: Partial<TicketSummary>) => void) {
  const { mutateAsync } = useBulkUpdateTickets();

  return async function triage(rows: TicketSummary[], { change, shown, said }: TriageStep): Promise<void> {
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    try {
      const { updated } = await mutateAsync({ ids, change });
      patch(new Set(ids), shown);
      toast.success(`${subjectOf(rows, updated)} ${said}`, {
        action: { label: "Undo", onClick: () => void undo(rows, Object.keys(change)) },
      });
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "Nothing was changed. Try again.");
    }
  };

  async function undo(rows: TicketSummary[], fields: string[]): Promise<void> {
    try {
      for (const group of Object.values(groupedByPresent(rows, fields))) {
        const [first] = group ?? [];
        if (!group || !first) continue;
        const ids = group.map(({ id }) => id);
        await mutateAsync({ ids, change: present(first, fields) });
        const { status, priority, assignee, team } = first;
        patch(new Set(ids), { status, priority, assignee, team });
      }
      toast.success("Undone");
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "It could not be undone. Try again.");
    }
  }
}

function subjectOf(rows: TicketSummary[], updated: number): string {
  const [first] = rows;
  if (rows.length === 1 && first) return `Ticket #${first.number}`;
  return updated === 1 ? "1 ticket" : `${updated} tickets`;
}

function groupedByPresent(rows: TicketSummary[], fields: string[]) {
  return Object.groupBy(rows, (row) => JSON.stringify(present(row, fields)));
}

/** The change that would bring a row back to what it is now. */
function present(row: TicketSummary, fields: string[]): Change {
  const values: Change = {
    status: row.status,
    priority: row.priority,
    assigneeId: row.assignee?.id ?? null,
    teamId: row.team?.id ?? null,
  };
  return Object.fromEntries(Object.entries(values).filter(([field]) => fields.includes(field)));
}
