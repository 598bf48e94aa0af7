import { firstPartyEndpoint } from "@/app/api/_lib/oauth-endpoint";
import { registerAccount } from "@/features/customer-accounts/register";
import { registeredSchema, registerSchema } from "@/features/customer-accounts/schema";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = firstPartyEndpoint("/api/oauth/register", {
  body: registerSchema,
  status: 201,
  serve: async ({ organizationId }, body, caller) =>
    registeredSchema.parse(await registerAccount(organizationId, body, caller)),
});
