import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listTicketActivity } from "@/features/tickets/activity";
import { listTicketActivityEndpoint } from "@/features/tickets/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listTicketActivityEndpoint, ({ ctx, params, query }) =>
    listTicketActivity(ctx, params.id, query),
  ),
});
