import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { deleteTicketEndpoint, getTicketEndpoint, updateTicketEndpoint } from "@/features/tickets/contract";
import { getTicket } from "@/features/tickets/queries";
import { deleteTicket, updateTicket } from "@/features/tickets/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getTicketEndpoint, ({ ctx, params }) => getTicket(ctx, params.id)),
  PATCH: route(updateTicketEndpoint, ({ ctx, params, body }) => updateTicket(ctx, params.id, body)),
  DELETE: route(deleteTicketEndpoint, ({ ctx, params }) => deleteTicket(ctx, params.id)),
});
