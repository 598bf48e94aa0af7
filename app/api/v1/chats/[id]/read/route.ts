import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { readChatEndpoint } from "@/features/chats/contract";
import { markChatRead } from "@/features/chats/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(readChatEndpoint, ({ ctx, params }) => markChatRead(ctx, params.id)),
});
