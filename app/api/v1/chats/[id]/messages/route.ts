import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { createMessageEndpoint, listMessagesEndpoint } from "@/features/chats/contract";
import { createMessage } from "@/features/chats/messages";
import { listMessages } from "@/features/chats/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listMessagesEndpoint, ({ ctx, params, query }) => listMessages(ctx, params.id, query)),
  POST: route(createMessageEndpoint, ({ ctx, params, body }) => createMessage(ctx, params.id, body)),
});
