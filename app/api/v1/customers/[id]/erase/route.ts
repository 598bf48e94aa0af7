import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { eraseCustomerEndpoint } from "@/features/customers/contract";
import { eraseCustomer } from "@/features/customers/erase";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(eraseCustomerEndpoint, ({ ctx, params }) => eraseCustomer(ctx, params.id)),
});
