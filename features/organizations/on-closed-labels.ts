import type { OnClosed } from "@/db/enums";

/** What an answer does to a ticket that is solved. */
export const ON_CLOSED_LABELS: Record<OnClosed, string> = {
  reopen: "Reopens the ticket",
  new_ticket: "Opens a new ticket that goes on from it",
  keep: "Leaves it closed, and tags it",
};
