import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { resendDeliveries } from "@/features/deliveries/bulk";
import { resendDeliveriesEndpoint } from "@/features/deliveries/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(resendDeliveriesEndpoint, ({ ctx, body }) => resendDeliveries(ctx, body)),
});
