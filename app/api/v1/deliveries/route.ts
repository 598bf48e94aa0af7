import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listDeliveriesEndpoint } from "@/features/deliveries/contract";
import { listDeliveries } from "@/features/deliveries/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listDeliveriesEndpoint, ({ ctx, query }) => listDeliveries(ctx, query)),
});
