import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { deleteMessageEndpoint, updateMessageEndpoint } from "@/features/chats/contract";
import { deleteMessage, updateMessage } from "@/features/chats/edit-message";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route(updateMessageEndpoint, ({ ctx, params, body }) =>
    updateMessage(ctx, params.id, params.messageId, body),
  ),
  DELETE: route(deleteMessageEndpoint, ({ ctx, params }) => deleteMessage(ctx, params.id, params.messageId)),
});
