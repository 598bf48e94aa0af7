import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { answerTicketEndpoint, listOwnCommentsEndpoint } from "@/features/troubleshooter/contract";
import { listOwnComments } from "@/features/troubleshooter/queries";
import { answerTicket } from "@/features/troubleshooter/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listOwnCommentsEndpoint, ({ ctx, params, query }) => listOwnComments(ctx, params.id, query)),
  POST: route(answerTicketEndpoint, ({ ctx, params, body }) => answerTicket(ctx, params.id, body)),
});
