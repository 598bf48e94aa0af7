import { methods, route } from "@/app/api/_lib/route";
import { resendDeliveryEndpoint } from "@/features/deliveries/contract";
import { resendDelivery } from "@/features/deliveries/service";

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: route(resendDeliveryEndpoint, ({ ctx, params }) => resendDelivery(ctx, params.id)),
});
