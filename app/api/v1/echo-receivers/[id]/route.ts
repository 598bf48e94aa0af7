import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import {
  deleteEchoReceiverEndpoint,
  getEchoReceiverEndpoint,
  updateEchoReceiverEndpoint,
} from "@/features/echo/contract";
import { getEchoReceiver } from "@/features/echo/queries";
import { deleteEchoReceiver, updateEchoReceiver } from "@/features/echo/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getEchoReceiverEndpoint, ({ ctx, params }) => getEchoReceiver(ctx, params.id)),
  PATCH: route(updateEchoReceiverEndpoint, ({ ctx, params, body }) =>
    updateEchoReceiver(ctx, params.id, body),
  ),
  DELETE: route(deleteEchoReceiverEndpoint, ({ ctx, params }) => deleteEchoReceiver(ctx, params.id)),
});
