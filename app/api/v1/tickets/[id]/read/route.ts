import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getTicketReadEndpoint, markTicketReadEndpoint } from "@/features/tickets/contract";
import { getTicketRead, markTicketRead } from "@/features/tickets/read-marks";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getTicketReadEndpoint, ({ ctx, params }) => getTicketRead(ctx, params.id)),
  PUT: route(markTicketReadEndpoint, ({ ctx, params, body }) => markTicketRead(ctx, params.id, body)),
});
