/** By last activity or by creation; the minus puts the latest first. */
export const TICKET_SORTS = ["-updated", "updated", "-created", "created"] as const;

export type TicketSort = (typeof TICKET_SORTS)[number];
