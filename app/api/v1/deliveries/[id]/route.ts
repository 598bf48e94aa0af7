import { methods, route } from "@/app/api/_lib/route";
import { getDeliveryEndpoint } from "@/features/deliveries/contract";
import { getDelivery } from "@/features/deliveries/queries";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  GET: route(getDeliveryEndpoint, ({ ctx, params }) => getDelivery(ctx, params.id)),
});
