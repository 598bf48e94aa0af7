import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { fileTicketEndpoint, listOwnTicketsEndpoint } from "@/features/troubleshooter/contract";
import { listOwnTickets } from "@/features/troubleshooter/queries";
import { fileTicket } from "@/features/troubleshooter/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listOwnTicketsEndpoint, ({ ctx, query }) => listOwnTickets(ctx, query)),
  POST: route(fileTicketEndpoint, ({ ctx, body }) => fileTicket(ctx, body)),
});
