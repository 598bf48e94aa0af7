import * as z from "zod";
import { liveRoute } from "@/app/api/_lib/live-route";
import { methods } from "@/app/api/_lib/methods";
import { startOfNewestRequests } from "@/features/incoming-requests/newest";
import { listIncomingRequests } from "@/features/incoming-requests/queries";
import { listIncomingRequestsQuerySchema } from "@/features/incoming-requests/schema";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: liveRoute({
    path: "/api/live/incoming-webhooks/{id}/requests",
    access: "incoming_webhooks:read",
    params: z.object({ id: z.uuid() }),
    query: listIncomingRequestsQuerySchema,
    list: (ctx, { id }, query) => listIncomingRequests(ctx, id, query),
    startOfNewest: (ctx, { id }, _, count) => startOfNewestRequests(ctx, id, count),
  }),
});
