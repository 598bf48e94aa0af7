import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { bulkUpdateTicketsEndpoint } from "@/features/tickets/contract";
import { updateTickets } from "@/features/tickets/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(bulkUpdateTicketsEndpoint, ({ ctx, body }) => updateTickets(ctx, body)),
});
