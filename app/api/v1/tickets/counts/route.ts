import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { countTicketsEndpoint } from "@/features/tickets/contract";
import { countTickets } from "@/features/tickets/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(countTicketsEndpoint, ({ ctx }) => countTickets(ctx)),
});
