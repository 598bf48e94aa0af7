import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { viewTicketEndpoint } from "@/features/tickets/contract";
import { viewTicket } from "@/features/tickets/viewers";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(viewTicketEndpoint, ({ ctx, params, body }) => viewTicket(ctx, params.id, body)),
});
