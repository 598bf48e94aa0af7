"use client";

import { useListQuery } from "@/components/use-list-query";
import { ticketsQuery } from "@/features/tickets/hooks";
import type { TicketSummary } from "@/features/tickets/schema";
import { standsBefore } from "./ticket-sort";
import type { TicketSearchState } from "./use-ticket-search";

/** What a row is to show from now on, as of a version. */
export interface TicketPatch {
  id: string;
  version: number;
  shown: Partial<TicketSummary>;
}

/** The page's rows, which keep their places through triage. */
export function useTicketRows({ filters }: TicketSearchState) {
  const answer = useListQuery(ticketsQuery(filters), {
    idOf: ({ id }) => id,
    newer: (fresh, known) => (fresh.version >= known.version ? fresh : known),
    standsBefore: (row, end) => standsBefore(row, end, filters.sort),
    isUpdate: ({ version }) => version > 1,
    showsOwnChanges: true,
  });
  return {
    rows: answer.data?.data,
    /** For the table. */
    answer,
    /** Changes rows in place before the server's answer for them comes in. */
    patch(patches: TicketPatch[]) {
      const byId = new Map(patches.map((patch) => [patch.id, patch]));
      answer.change((rows) => rows.map((row) => patched(row, byId.get(row.id))));
    },
    remove: (ids: ReadonlySet<string>) => answer.change((rows) => rows.filter(({ id }) => !ids.has(id))),
  };
}

function patched(row: TicketSummary, patch: TicketPatch | undefined): TicketSummary {
  return patch && patch.version >= row.version ? { ...row, ...patch.shown, version: patch.version } : row;
}
