import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { createChatEndpoint, listChatsEndpoint } from "@/features/chats/contract";
import { listChats } from "@/features/chats/queries";
import { createChat } from "@/features/chats/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listChatsEndpoint, ({ ctx, query }) => listChats(ctx, query)),
  POST: route(createChatEndpoint, ({ ctx, body }) => createChat(ctx, body)),
});
