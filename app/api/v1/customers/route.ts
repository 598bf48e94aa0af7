import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { createCustomerEndpoint, listCustomersEndpoint } from "@/features/customers/contract";
import { listCustomers } from "@/features/customers/queries";
import { createCustomer } from "@/features/customers/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listCustomersEndpoint, ({ ctx, query }) => listCustomers(ctx, query)),
  POST: route(createCustomerEndpoint, ({ ctx, body }) => createCustomer(ctx, body)),
});
