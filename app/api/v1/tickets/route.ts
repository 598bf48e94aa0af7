import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { createTicketEndpoint, listTicketsEndpoint } from "@/features/tickets/contract";
import { listTickets } from "@/features/tickets/queries";
import { createTicket } from "@/features/tickets/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listTicketsEndpoint, ({ ctx, query }) => listTickets(ctx, query)),
  POST: route(createTicketEndpoint, ({ ctx, body }) => createTicket(ctx, body)),
});
