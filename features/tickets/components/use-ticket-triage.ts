"use client";

import { toast } from "@/components/toast";
import type { BulkUpdatedTickets, BulkUpdateTickets } from "@/features/tickets/bulk-schema";
import { useBulkUpdateTickets } from "@/features/tickets/hooks";
import type { TicketSummary } from "@/features/tickets/schema";
import type { TicketPatch } from "./use-ticket-rows";

type Change = BulkUpdateTickets["change"];
type Done = BulkUpdatedTickets["tickets"];

/** What a change means for the rows on the screen, and in words. */
export interface TriageStep {
  change: Change;
  /** The same, as the rows show it. */
  shown: Partial<Pick<TicketSummary, "status" | "priority" | "assignee" | "team">>;
  /** The end of "Ticket #41 …". */
  said: string;
}

const NAMED_IN_TOAST = 5;

/** Changes tickets alike, at once on the screen, with a way back that leaves alone what others changed meanwhile. */
export function useTicketTriage(patch: (patches: TicketPatch[]) => void) {
  const { mutateAsync } = useBulkUpdateTickets();

  return async function triage(rows: TicketSummary[], step: TriageStep): Promise<void> {
    if (rows.length === 0) return;
    try {
      const { tickets } = await mutateAsync({ ids: rows.map(({ id }) => id), change: step.change });
      if (tickets.length === 0) {
        toast.error("Nothing was changed: it was deleted or merged in the meantime.");
        return;
      }
      patch(tickets.map(({ id, version }) => ({ id, version, shown: step.shown })));
      toast.success(`${subjectOf(rows, tickets.length)} ${step.said}`, {
        action: { label: "Undo", onClick: () => void undo(rows, step, tickets) },
      });
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "Nothing was changed. Try again.");
    }
  };

  async function undo(rows: TicketSummary[], { change, shown }: TriageStep, done: Done): Promise<void> {
    const undone = new Map<string, number>();
    try {
      for (const group of groupedByPrevious(done, change)) {
        const ids = group.tickets.map(({ id }) => id);
        const versions = Object.fromEntries(group.tickets.map(({ id, version }) => [id, version]));
        const { tickets } = await mutateAsync({ ids, versions, change: group.change });
        for (const { id, version } of tickets) undone.set(id, version);
      }
      const left = done.filter(({ id }) => !undone.has(id));
      if (left.length === 0) toast.success("Undone");
      else toast.error(leftAlone(numbersOf(rows, left), undone.size));
    } catch (error) {
      toast.error(error instanceof Error ? error.message : "It could not be undone. Try again.");
    }
    patch(
      rows.flatMap((row) => {
        const version = undone.get(row.id);
        return version === undefined ? [] : [{ id: row.id, version, shown: pick(row, Object.keys(shown)) }];
      }),
    );
  }
}

function subjectOf(rows: TicketSummary[], updated: number): string {
  const [first] = rows;
  if (rows.length === 1 && first) return `Ticket #${first.number}`;
  return updated === 1 ? "1 ticket" : `${updated} tickets`;
}

/** Tickets by the change that takes them back to what they were. */
function groupedByPrevious(done: Done, change: Change): { change: Change; tickets: Done }[] {
  const fields = Object.keys(change);
  const groups = Map.groupBy(done, ({ previous }) => JSON.stringify(pick(previous, fields)));
  return [...groups.values()].map((tickets) => ({
    change: pick(tickets[0]?.previous ?? {}, fields),
    tickets,
  }));
}

function pick(value: object, fields: string[]) {
  return Object.fromEntries(Object.entries(value).filter(([field]) => fields.includes(field)));
}

function numbersOf(rows: TicketSummary[], left: Done): string {
  const numbers = rows
    .filter((row) => left.some(({ id }) => id === row.id))
    .map(({ number }) => `#${number}`);
  const more = numbers.length - NAMED_IN_TOAST;
  const named = more > 1 ? [...numbers.slice(0, NAMED_IN_TOAST), `${more} more`] : numbers;
  return new Intl.ListFormat("en-GB").format(named);
}

function leftAlone(numbers: string, undoneCount: number): string {
  return undoneCount === 0
    ? `Not undone, since it changed in the meantime: ${numbers}.`
    : `Undone, except what changed in the meantime: ${numbers}.`;
}
