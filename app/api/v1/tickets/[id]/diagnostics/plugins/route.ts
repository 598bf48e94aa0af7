import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { countPluginTicketsEndpoint } from "@/features/tickets/contract";
import { countPluginTickets } from "@/features/tickets/plugin-tickets";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(countPluginTicketsEndpoint, ({ ctx, params }) => countPluginTickets(ctx, params.id)),
});
