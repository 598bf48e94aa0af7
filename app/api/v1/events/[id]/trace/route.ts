import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getEventTraceEndpoint } from "@/features/trace/contract";
import { getEventTrace } from "@/features/trace/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getEventTraceEndpoint, ({ ctx, params }) => getEventTrace(ctx, params.id)),
});
