import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { mergeCustomerEndpoint } from "@/features/customers/contract";
import { mergeCustomer } from "@/features/customers/merge";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(mergeCustomerEndpoint, ({ ctx, params, body }) => mergeCustomer(ctx, params.id, body.intoId)),
});
