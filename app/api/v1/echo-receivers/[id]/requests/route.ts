import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listEchoRequestsEndpoint } from "@/features/echo/contract";
import { listEchoRequests } from "@/features/echo/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listEchoRequestsEndpoint, ({ ctx, params, query }) => listEchoRequests(ctx, params.id, query)),
});
