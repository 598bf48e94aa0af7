import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import {
  getCustomerRegistrationEndpoint,
  updateCustomerRegistrationEndpoint,
} from "@/features/customer-accounts/contract";
import {
  getCustomerRegistration,
  updateCustomerRegistration,
} from "@/features/customer-accounts/registration-policy";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getCustomerRegistrationEndpoint, ({ ctx }) => getCustomerRegistration(ctx)),
  PATCH: route(updateCustomerRegistrationEndpoint, ({ ctx, body }) => updateCustomerRegistration(ctx, body)),
});
