import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { inviteCustomerEndpoint } from "@/features/customer-accounts/contract";
import { inviteCustomer } from "@/features/customer-accounts/invite";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(inviteCustomerEndpoint, ({ ctx, params }) => inviteCustomer(ctx, params.id)),
});
