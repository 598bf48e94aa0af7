import { liveRoute } from "@/app/api/_lib/live-route";
import { methods } from "@/app/api/_lib/methods";
import { startOfNewestDeliveries } from "@/features/deliveries/newest";
import { listDeliveries } from "@/features/deliveries/queries";
import { listDeliveriesQuerySchema } from "@/features/deliveries/schema";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: liveRoute({
    path: "/api/live/deliveries",
    access: "deliveries:read",
    query: listDeliveriesQuerySchema,
    list: (ctx, _, query) => listDeliveries(ctx, query),
    startOfNewest: (ctx, _, query, count) => startOfNewestDeliveries(ctx, query, count),
  }),
});
