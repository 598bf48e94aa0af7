import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getChatEndpoint, updateChatEndpoint } from "@/features/chats/contract";
import { getChat } from "@/features/chats/queries";
import { updateChat } from "@/features/chats/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getChatEndpoint, ({ ctx, params }) => getChat(ctx, params.id)),
  PATCH: route(updateChatEndpoint, ({ ctx, params, body }) => updateChat(ctx, params.id, body)),
});
