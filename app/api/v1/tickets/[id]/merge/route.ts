import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { mergeTicketEndpoint } from "@/features/tickets/contract";
import { mergeTicket } from "@/features/tickets/merge";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(mergeTicketEndpoint, ({ ctx, params, body }) => mergeTicket(ctx, params.id, body)),
});
