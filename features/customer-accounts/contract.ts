import * as z from "zod";
import { customerInvitationSchema, customerRegistrationSchema } from "@/features/customer-accounts/schema";
import { endpoint } from "@/lib/endpoint";

export const inviteCustomerEndpoint = endpoint({
  method: "POST",
  path: "/api/v1/customers/{id}/invite",
  access: "customers:write",
  sensitivity: "access",
  summary: "Invite a customer to make an account",
  description:
    "The link is in this answer only, works once, and is mailed as well when a mail server is set up. Whoever opens it chooses a password, and is this customer from then on.",
  params: z.object({ id: z.uuid() }),
  response: customerInvitationSchema,
  errors: {
    conflict:
      "The customer has no address, has an account already, was merged into another one, or was erased.",
  },
  status: 201,
});

export const getCustomerRegistrationEndpoint = endpoint({
  method: "GET",
  path: "/api/v1/customer-registration",
  access: "oauth_clients:read",
  summary: "Get who may make an account",
  response: customerRegistrationSchema,
  status: 200,
});

export const updateCustomerRegistrationEndpoint = endpoint({
  method: "PATCH",
  path: "/api/v1/customer-registration",
  access: "oauth_clients:write",
  sensitivity: "access",
  summary: "Change who may make an account",
  body: customerRegistrationSchema,
  response: customerRegistrationSchema,
  status: 200,
});
