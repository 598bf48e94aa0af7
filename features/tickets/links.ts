export function ticketsHref(): string {
  return "/tickets";
}

/** All of them, whatever their status; of one customer where it is given. */
export function allTicketsHref(customerId?: string): string {
  return `/tickets?tab=all${customerId ? `&customer=${customerId}` : ""}`;
}

export function newTicketHref(): string {
  return "/tickets/new";
}

export function ticketHref(id: string): string {
  return `/tickets/${id}`;
}

/** The ticket that another one was merged into. */
export function mergedTicketHref(id: string, mergedFrom: number): string {
  return `/tickets/${id}?mergedFrom=${mergedFrom}`;
}
