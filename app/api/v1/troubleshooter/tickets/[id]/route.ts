import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getOwnTicketEndpoint } from "@/features/troubleshooter/contract";
import { getOwnTicket } from "@/features/troubleshooter/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getOwnTicketEndpoint, ({ ctx, params }) => getOwnTicket(ctx, params.id)),
});
