import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { resendDeliveryEndpoint } from "@/features/deliveries/contract";
import { resendDelivery } from "@/features/deliveries/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(resendDeliveryEndpoint, ({ ctx, params }) => resendDelivery(ctx, params.id)),
});
