import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { cancelDeliveryEndpoint } from "@/features/deliveries/contract";
import { cancelDelivery } from "@/features/deliveries/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(cancelDeliveryEndpoint, ({ ctx, params }) => cancelDelivery(ctx, params.id)),
});
