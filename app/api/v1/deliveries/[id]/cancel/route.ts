import { methods, route } from "@/app/api/_lib/route";
import { cancelDeliveryEndpoint } from "@/features/deliveries/contract";
import { cancelDelivery } from "@/features/deliveries/service";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(cancelDeliveryEndpoint, ({ ctx, params }) => cancelDelivery(ctx, params.id)),
});
