import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { updateTickets } from "@/features/tickets/bulk-update";
import { bulkUpdateTicketsEndpoint } from "@/features/tickets/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(bulkUpdateTicketsEndpoint, ({ ctx, body }) => updateTickets(ctx, body)),
});
