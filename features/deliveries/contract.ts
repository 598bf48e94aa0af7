import * as z from "zod";
import { resendDeliveriesSchema, resentDeliveriesSchema } from "@/features/deliveries/bulk-schema";
import {
  deliveryDetailSchema,
  deliverySchema,
  listDeliveriesQuerySchema,
} from "@/features/deliveries/schema";
import { endpoint } from "@/lib/endpoint";
import { pageSchema } from "@/lib/pagination";

const params = z.object({ id: z.uuid() });

export const listDeliveriesEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/deliveries",
  access: "deliveries:read",
  summary: "List deliveries",
  query: listDeliveriesQuerySchema,
  response: pageSchema(deliverySchema),
  status: 200,
});

export const getDeliveryEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/deliveries/{id}",
  access: "deliveries:read",
  summary: "Get a delivery with its attempts",
  params,
  response: deliveryDetailSchema,
  status: 200,
});

export const resendDeliveryEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/deliveries/{id}/resend",
  access: "deliveries:write",
  summary: "Send a delivery again now",
  description:
    "Same id and same bytes. A delivery that still has retries left is tried now and keeps its schedule; a finished one gets one more attempt. It waits neither for other failing targets nor for one that is left alone.",
  params,
  response: deliverySchema,
  errors: {
    conflict: "It is being sent at this moment, its subscription is not active, or its owner may not get it.",
  },
  status: 202,
});

export const resendDeliveriesEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/deliveries/resend",
  access: "deliveries:write",
  summary: "Send several deliveries again now",
  description:
    "Each as by the call for one. Those that can't be sent are named with the reason, and keep no other back.",
  body: resendDeliveriesSchema,
  response: resentDeliveriesSchema,
  status: 200,
});

export const cancelDeliveryEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/deliveries/{id}/cancel",
  access: "deliveries:write",
  summary: "Cancel what is left of a delivery",
  description: "An attempt that is under way ends normally; no further one is made.",
  params,
  response: deliverySchema,
  errors: { conflict: "It is finished already." },
  status: 200,
});
