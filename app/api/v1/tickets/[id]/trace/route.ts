import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getTicketTraceEndpoint } from "@/features/trace/contract";
import { getTicketTrace } from "@/features/trace/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getTicketTraceEndpoint, ({ ctx, params }) => getTicketTrace(ctx, params.id)),
});
