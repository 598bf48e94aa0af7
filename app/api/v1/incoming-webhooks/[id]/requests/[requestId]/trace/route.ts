import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getRequestTraceEndpoint } from "@/features/trace/contract";
import { getRequestTrace } from "@/features/trace/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getRequestTraceEndpoint, ({ ctx, params }) => getRequestTrace(ctx, params.id, params.requestId)),
});
