import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { turnChatIntoTicketEndpoint } from "@/features/chats/contract";
import { turnIntoTicket } from "@/features/chats/turn-into-ticket";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(turnChatIntoTicketEndpoint, ({ ctx, params, body }) =>
    turnIntoTicket(ctx, params.id, body.subject),
  ),
});
