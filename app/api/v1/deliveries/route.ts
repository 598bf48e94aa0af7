import { methods, route } from "@/app/api/_lib/route";
import { listDeliveriesEndpoint } from "@/features/deliveries/contract";
import { listDeliveries } from "@/features/deliveries/queries";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(listDeliveriesEndpoint, ({ ctx, query }) => listDeliveries(ctx, query)),
});
