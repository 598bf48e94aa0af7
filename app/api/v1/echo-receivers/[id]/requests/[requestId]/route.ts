import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getEchoRequestEndpoint } from "@/features/echo/contract";
import { getEchoRequest } from "@/features/echo/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getEchoRequestEndpoint, ({ ctx, params }) => getEchoRequest(ctx, params.id, params.requestId)),
});
