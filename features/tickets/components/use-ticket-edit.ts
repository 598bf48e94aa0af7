"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "@/components/toast";
import { listTicketActivityEndpoint } from "@/features/tickets/contract";
import { ticketQuery, useUpdateTicket } from "@/features/tickets/hooks";
import type { Ticket, TicketActivity, UpdateTicket } from "@/features/tickets/schema";
import { ApiError, callEndpoint } from "@/lib/api-client";

type TicketChange = Omit<UpdateTicket, "version">;

/** Someone else was quicker: what they did, and what therefore was not saved. */
export interface TicketConflict {
  others: TicketActivity[];
  change: TicketChange;
}

const MOST_MISSED = 20;

/**
 * Saves changes of a ticket against the version that is on the screen. When others changed it meanwhile, the fresh ticket is shown and the
 * reader decides; replies alone are no reason to ask.
 */
export function useTicketEdit(ticket: Ticket) {
  const queryClient = useQueryClient();
  const { mutateAsync, isPending } = useUpdateTicket(ticket.id);
  const [conflict, setConflict] = useState<TicketConflict | null>(null);

  async function save(change: TicketChange, base = ticket): Promise<boolean> {
    setConflict(null);
    try {
      await mutateAsync({ ...change, version: base.version });
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.code === "conflict") {
        return resolve(change, base, error).catch((cause: unknown) => fail(cause));
      }
      return fail(error);
    }
  }

  async function resolve(change: TicketChange, base: Ticket, error: ApiError): Promise<boolean> {
    const [fresh, { data }] = await Promise.all([
      queryClient.fetchQuery({ ...ticketQuery(ticket.id), staleTime: 0 }),
      callEndpoint(listTicketActivityEndpoint, { params: { id: ticket.id }, query: { limit: MOST_MISSED } }),
    ]);
    if (fresh.mergedIntoId !== null) throw error;
    // Each step of the version has its entry.
    const missed = data.slice(0, Math.max(1, fresh.version - base.version));
    const others = missed.filter(({ action }) => action !== "ticket.comment_added");
    if (others.length === 0) return save(change, fresh);
    setConflict({ others, change });
    return true;
  }

  return {
    /** False when it failed; a conflict has its own notice. `base` is what the reader saw, if not the ticket as it is now. */
    save,
    isPending,
    conflict,
    dismiss: () => setConflict(null),
  };
}

function fail(error: unknown): false {
  toast.error(error instanceof Error ? error.message : "The change was not saved. Try again.");
  return false;
}

export type TicketEdit = ReturnType<typeof useTicketEdit>;
