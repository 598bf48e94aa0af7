import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listComments } from "@/features/tickets/comments";
import { createCommentEndpoint, listCommentsEndpoint } from "@/features/tickets/contract";
import { addComment } from "@/features/tickets/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listCommentsEndpoint, ({ ctx, params, query }) => listComments(ctx, params.id, query)),
  POST: route(createCommentEndpoint, ({ ctx, params, body }) => addComment(ctx, params.id, body)),
});
