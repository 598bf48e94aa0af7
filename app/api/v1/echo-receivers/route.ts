import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { createEchoReceiverEndpoint, listEchoReceiversEndpoint } from "@/features/echo/contract";
import { listEchoReceivers } from "@/features/echo/queries";
import { createEchoReceiver } from "@/features/echo/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listEchoReceiversEndpoint, ({ ctx, query }) => listEchoReceivers(ctx, query)),
  POST: route(createEchoReceiverEndpoint, ({ ctx, body }) => createEchoReceiver(ctx, body)),
});
