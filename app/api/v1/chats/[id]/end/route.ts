import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { endChatEndpoint } from "@/features/chats/contract";
import { endChat } from "@/features/chats/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(endChatEndpoint, ({ ctx, params }) => endChat(ctx, params.id)),
});
