"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ticketsQuery } from "@/features/tickets/hooks";
import type { TicketSummary } from "@/features/tickets/schema";
import { arrivalsAmong } from "./ticket-arrivals";
import type { TicketSearchState } from "./use-ticket-search";

interface Shown {
  key: string;
  rows: TicketSummary[];
  end: TicketSummary | undefined;
  nextCursor: string | null;
}

/** What a row is to show from now on, as of a version. */
export interface TicketPatch {
  id: string;
  version: number;
  shown: Partial<TicketSummary>;
}

/**
 * The page's rows in the order in which they were first shown: fresh values come in where the row stands, and what arrived since is only
 * counted, until the reader asks for it. So nothing moves under the cursor.
 */
export function useTicketRows({ filters }: TicketSearchState) {
  const key = JSON.stringify(filters);
  const { data: page, error, isPlaceholderData, refetch } = useQuery(ticketsQuery(filters));
  const [shown, setShown] = useState<Shown | null>(null);
  const current: Shown | null = page && !isPlaceholderData ? { key, ...toShown(page) } : null;
  // With nothing on the screen, nothing can move.
  const isFilled = shown?.rows.length === 0 && (current?.rows.length ?? 0) > 0;
  const isStale = shown?.key !== key || isFilled;
  if (current && isStale) setShown(current);
  const base = isStale && current ? current : shown;
  const fresh = new Map(isPlaceholderData ? [] : page?.data.map((row) => [row.id, row]));
  const rows = base?.rows.map((row) => newer(fresh.get(row.id), row));
  const arrivals = isStale || !base ? [] : arrivalsAmong(page?.data ?? [], base, filters.sort);

  /** Shows what arrived, and drops what no longer belongs here. */
  async function showCurrent() {
    const { data } = await refetch();
    if (data) setShown({ key, ...toShown(data) });
  }

  return {
    rows,
    arrivals,
    /** For the table. */
    answer: {
      data: rows && { data: rows, nextCursor: base?.nextCursor ?? null },
      error,
      isPlaceholderData,
      refetch: showCurrent,
    },
    showCurrent,
    /** Changes rows in place before the server's answer for them comes in. */
    patch(patches: TicketPatch[]) {
      const byId = new Map(patches.map((patch) => [patch.id, patch]));
      const update = (row: TicketSummary) => patched(newer(fresh.get(row.id), row), byId.get(row.id));
      setShown((last) => last && { ...last, rows: last.rows.map(update) });
    },
    remove(ids: ReadonlySet<string>) {
      setShown((last) => last && { ...last, rows: last.rows.filter(({ id }) => !ids.has(id)) });
    },
  };
}

function toShown({ data, nextCursor }: { data: TicketSummary[]; nextCursor: string | null }) {
  return { rows: data, end: nextCursor === null ? undefined : data.at(-1), nextCursor };
}

function patched(row: TicketSummary, patch: TicketPatch | undefined): TicketSummary {
  return patch && patch.version >= row.version ? { ...row, ...patch.shown, version: patch.version } : row;
}

function newer(fresh: TicketSummary | undefined, known: TicketSummary): TicketSummary {
  return fresh && fresh.version >= known.version ? fresh : known;
}
