import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import {
  deleteCustomerEndpoint,
  getCustomerEndpoint,
  updateCustomerEndpoint,
} from "@/features/customers/contract";
import { getCustomer } from "@/features/customers/queries";
import { deleteCustomer, updateCustomer } from "@/features/customers/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getCustomerEndpoint, ({ ctx, params }) => getCustomer(ctx, params.id)),
  PATCH: route(updateCustomerEndpoint, ({ ctx, params, body }) => updateCustomer(ctx, params.id, body)),
  DELETE: route(deleteCustomerEndpoint, ({ ctx, params }) => deleteCustomer(ctx, params.id)),
});
