import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { splitCustomerEndpoint } from "@/features/customers/contract";
import { splitCustomer } from "@/features/customers/split";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(splitCustomerEndpoint, ({ ctx, params, body }) => splitCustomer(ctx, params.id, body)),
});
