import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getDeliveryEndpoint } from "@/features/deliveries/contract";
import { getDelivery } from "@/features/deliveries/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getDeliveryEndpoint, ({ ctx, params }) => getDelivery(ctx, params.id)),
});
